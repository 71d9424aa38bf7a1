package io.weir.cli.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks equal those of another implementation; {@code -Dweir.vectors=FILE} names another file of the same format. */
class AttackVectorsTest {
    private static final String FILE = "shared/vectors/robust/vectors.json";
    private static final String PREFIX = "attack:";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SignFlipping",
                "InnerProductManipulation",
                "ALittleIsEnough",
                "Mimic",
                "Optimal_InnerProductManipulation",
                "Optimal_ALittleIsEnough"
            })
    void equalsThePublishedVectors(String name) throws IOException {
        List<JsonNode> vectors = vectors(name);

        for (JsonNode vector : vectors) {
            double[] expected = doubles(vector.get("expected"));
            double[] crafted = attack(name, vector.get("params")).craft(sight(vector))[0];
            double rtol = vector.path("rtol").asDouble(1e-9);
            double atol = vector.path("atol").asDouble(1e-12);
            assertThat(crafted).as(vector.get("id").asText()).hasSameSizeAs(expected);
            for (int j = 0; j < expected.length; j++) {
                assertThat(crafted[j])
                        .as("%s, coordinate %d", vector.get("id").asText(), j)
                        .isCloseTo(expected[j], within(atol + rtol * Math.abs(expected[j])));
            }
        }
        assertThat(vectors).isNotEmpty();
    }

    private static Attack attack(String name, JsonNode parameters) {
        return switch (name) {
            case "SignFlipping" -> new Reversed(1);
            case "InnerProductManipulation" ->
                new Reversed(parameters.get("tau").asDouble());
            case "ALittleIsEnough" -> new LittleIsEnough(parameters.get("tau").asDouble());
            case "Mimic" -> new Mimic(parameters.get("epsilon").asInt());
            case "Optimal_InnerProductManipulation" -> new Optimised(Reversed::new);
            case "Optimal_ALittleIsEnough" -> new Optimised(LittleIsEnough::new);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Sight sight(JsonNode vector) {
        List<double[]> honest = new ArrayList<>();
        vector.get("input").forEach(row -> honest.add(doubles(row)));
        JsonNode parameters = vector.get("params");
        int attackers = parameters.path("f").asInt(1);
        return new Sight(honest, List.of(), attackers, target(parameters), 1);
    }

    private static Optional<Target> target(JsonNode parameters) {
        if (!parameters.has("agg")) {
            return Optional.empty();
        }
        List<String> calls = new ArrayList<>();
        parameters.get("pre_agg").forEach(call -> calls.add(call.asText()));
        calls.add(parameters.get("agg").asText());
        return Optional.of(PlainRules.of(calls));
    }

    private static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private static List<JsonNode> vectors(String name) throws IOException {
        String configured = System.getProperty("weir.vectors");
        Path found = configured == null ? null : Path.of(configured);
        for (Path at = Path.of("").toAbsolutePath(); found == null && at != null; at = at.getParent()) {
            Path candidate = at.resolveSibling(FILE);
            found = Files.exists(candidate) ? candidate : null;
        }
        assumeTrue(found != null && Files.exists(found), "skipped: no file " + FILE + " beside the repository");
        List<JsonNode> vectors = new ArrayList<>();
        new ObjectMapper().readTree(found.toFile()).forEach(vector -> {
            if (vector.path("aggregator").asText().equals(PREFIX + name)) {
                vectors.add(vector);
            }
        });
        return vectors;
    }
}
