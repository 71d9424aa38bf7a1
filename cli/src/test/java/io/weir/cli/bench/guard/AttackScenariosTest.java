package io.weir.cli.bench.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.attack.Attacks;
import io.weir.guard.Rules;
import io.weir.guard.VerdictRule;
import io.weir.guard.rule.FedAvg;
import io.weir.trainers.data.TransactionFeatures;
import io.weir.trainers.data.TransactionGenerator;
import io.weir.trainers.data.TransactionWorld;
import java.io.IOException;
import java.io.Reader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file in {@code attacks/} is a scenario: {@code attack}, {@code attackers}, {@code rule}, {@code f}, and what must
 * hold: {@code loss.points.max} or {@code loss.points.min}, {@code precision.min}, {@code recall.min}.
 */
class AttackScenariosTest {
    private static final int BANKS = 20;
    private static final int ROUNDS = 10;
    private static final long SEED = 3;
    private static final TransactionWorld WORLD = new TransactionWorld(500, 1_000, 50, 37, 2, 3);

    private static Banks banks;

    private static final int ROOT_ROWS = 500;

    @BeforeAll
    static void generateTransactions() {
        banks = Banks.of(
                TransactionFeatures.perBank(TransactionGenerator.generate(WORLD, SEED), BANKS),
                BankTerms.DEFAULT.labelShift(),
                SEED,
                ROOT_ROWS);
    }

    static List<String> scenarios() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void holds(String file) throws IOException, URISyntaxException {
        Properties scenario = new Properties();
        try (Reader reader = Files.newBufferedReader(directory().resolve(file))) {
            scenario.load(reader);
        }
        int attackers = Integer.parseInt(scenario.getProperty("attackers"));
        String name = scenario.getProperty("rule");
        Map<String, String> parameters = new HashMap<>();
        Optional.ofNullable(scenario.getProperty("f")).ifPresent(f -> parameters.put("f", f));
        if (scenario.containsKey("reference")) {
            parameters.put(VerdictRule.REFERENCE, MemoryRound.name(BANKS));
        }
        VerdictRule rule = Rules.named(name, parameters);

        MemoryFederation.Result result = new MemoryFederation(
                        banks, rule, Optional.of(Attacks.named(scenario.getProperty("attack"))), attackers, 0, SEED)
                .run(ROUNDS);

        double loss = 100 * (withoutAttackers(attackers) - result.score().auc());
        Detection detection = result.detection();
        assertThat(loss).isLessThanOrEqualTo(number(scenario, "loss.points.max", 100));
        assertThat(loss).isGreaterThanOrEqualTo(number(scenario, "loss.points.min", -100));
        if (scenario.containsKey("recall.min")) {
            assertThat(detection.recall()).isGreaterThanOrEqualTo(number(scenario, "recall.min", 0));
            assertThat(detection.precision()).isGreaterThanOrEqualTo(number(scenario, "precision.min", 0));
        }
    }

    @Test
    void everyAttackHasAScenario() throws IOException, URISyntaxException {
        assertThat(scenarios().stream().map(file -> file.replace(".properties", "")))
                .containsAll(Attacks.names().stream()
                        .filter(name -> !name.endsWith(Attacks.JITTER))
                        .toList());
    }

    private static double withoutAttackers(int attackers) {
        return new MemoryFederation(banks, Rules.named(FedAvg.NAME, Map.of()), Optional.empty(), attackers, 0, SEED)
                .run(ROUNDS)
                .score()
                .auc();
    }

    private static double number(Properties scenario, String key, double absent) {
        return Double.parseDouble(scenario.getProperty(key, String.valueOf(absent)));
    }

    private static Path directory() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(AttackScenariosTest.class.getResource("/attacks"))
                .toURI());
    }
}
