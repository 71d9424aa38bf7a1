package io.weir.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.report.DemoResult.Guard;
import io.weir.cli.report.DemoResult.Model;
import io.weir.cli.report.DemoResult.Quality;
import io.weir.cli.report.DemoResult.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoJsonTest {
    /** The document of the command line's contract. */
    private static final String CONTRACT = """
            {"federation": "f", "rounds": [{"round": 1, "version": 1, "digest": "sha256:0", "admitted": ["bank-a"],
             "rejected": [{"participant": "bank-c", "reason": "NORM_OUTLIER", "detail": "d"}], "seconds": 0.4,
             "updateBytes": 0}],
             "quality": {"localOnly": {"auc": 0, "ap": 0}, "federated": {"auc": 0, "ap": 0}, "pooled": {"auc": 0, "ap": 0}},
             "model": {"version": 10, "digest": "sha256:0"}, "guard": {"precision": 1, "recall": 1}, "seconds": 0}
            """;

    @Test
    void hasEveryFieldOfTheContractInItsPlaceAndWithItsType() throws Exception {
        JsonNode document = parse(DemoResults.attacked(3).toJson());

        assertThat(differences("", parse(CONTRACT), document)).isEmpty();
    }

    @Test
    void carriesTheValuesOfTheRun() throws Exception {
        DemoResult result = DemoResults.attacked(4);

        JsonNode document = parse(result.toJson());

        JsonNode fourth = document.at("/rounds/3");
        assertThat(fourth.at("/version").longValue()).isEqualTo(4);
        assertThat(fourth.at("/digest").textValue()).isEqualTo(DemoResults.digest(4));
        assertThat(fourth.at("/admitted"))
                .extracting(JsonNode::textValue)
                .containsExactly("bank-a", "bank-b", "bank-d", "bank-e");
        assertThat(fourth.at("/rejected/0/participant").textValue()).isEqualTo("bank-c");
        assertThat(fourth.at("/rejected/0/reason").textValue()).isEqualTo("NOT_FINITE");
        assertThat(document.at("/quality/federated/auc").doubleValue()).isEqualTo(0.8679);
        assertThat(document.at("/quality/localOnly/ap").doubleValue()).isEqualTo(0.5103);
        assertThat(document.at("/quality/pooled/auc").doubleValue()).isEqualTo(0.8713);
        assertThat(document.at("/guard/recall").doubleValue()).isEqualTo(1.0);
        assertThat(document.at("/seconds").doubleValue()).isEqualTo(21.37);
    }

    @Test
    void carriesFlagsAndHowAlikeUpdatesWere() throws Exception {
        JsonNode rounds = parse(DemoResults.compared(3).toJson()).at("/rounds");

        assertThat(rounds.at("/0/flags")).isEmpty();
        assertThat(rounds.at("/0/similarity").isNull()).isTrue();
        assertThat(rounds.at("/1/flags/0/code").textValue()).isEqualTo("REPLAY");
        assertThat(rounds.at("/1/similarity/participants/2").textValue()).isEqualTo("bank-3");
        assertThat(rounds.at("/1/similarity/cosines/0/2").doubleValue()).isEqualTo(-0.6);
        assertThat(rounds.at("/1/similarity/distances/2/0").doubleValue()).isEqualTo(Math.sqrt(3.2));
    }

    @Test
    void carriesWhatBanksHaveSpentOfTheirPrivacy() throws Exception {
        JsonNode document = parse(DemoResults.withPrivacy(3).toJson());

        assertThat(document.at("/privacy/epsilon").doubleValue()).isEqualTo(4);
        assertThat(document.at("/privacy/delta").doubleValue()).isEqualTo(1e-5);
        assertThat(document.at("/privacy/spent/bank-b").doubleValue()).isEqualTo(3.1234567);
        assertThat(parse(DemoResults.attacked(3).toJson()).at("/privacy").isNull())
                .isTrue();
    }

    @Test
    void writesUndefinedMetricsAsNull() throws Exception {
        Score none = Score.UNDEFINED;
        DemoResult result = new DemoResult(
                "f",
                List.of(),
                new Quality(none, none, new Score(Double.POSITIVE_INFINITY, 0.5)),
                new Model(0, "sha256:0"),
                Guard.measure(List.of(), List.of()),
                1,
                List.of(),
                Map.of(),
                List.of());

        JsonNode document = parse(result.toJson());

        assertThat(document.at("/quality/federated/auc").isNull()).isTrue();
        assertThat(document.at("/quality/pooled/auc").isNull()).isTrue();
        assertThat(document.at("/quality/pooled/ap").doubleValue()).isEqualTo(0.5);
        assertThat(document.at("/guard/precision").isNull()).isTrue();
        assertThat(document.at("/guard/recall").isNull()).isTrue();
    }

    @Test
    void showsAFailedRoundWithoutVersionAndWithItsReason() throws Exception {
        JsonNode failed = parse(DemoResults.attacked(8).toJson()).at("/rounds/6");

        assertThat(failed.at("/version").isNull()).isTrue();
        assertThat(failed.at("/digest").isNull()).isTrue();
        assertThat(failed.at("/failure").textValue()).isEqualTo("QUORUM_NOT_REACHED");
        assertThat(failed.at("/quality/auc").isNull()).isTrue();
    }

    @Test
    void isOneDocumentOnOneLine() {
        assertThat(DemoResults.attacked(3).toJson())
                .startsWith("{")
                .endsWith("}")
                .doesNotContain("\n");
    }

    private static JsonNode parse(String json) throws Exception {
        return new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(json);
    }

    /** Paths at which the document lacks a field of the contract, or has another type there. */
    private static List<String> differences(String path, JsonNode contract, JsonNode document) {
        List<String> differences = new ArrayList<>();
        if (contract.getNodeType() != document.getNodeType()) {
            differences.add(path + " is " + document.getNodeType());
        }
        contract.properties()
                .forEach(field -> differences.addAll(
                        differences(path + "/" + field.getKey(), field.getValue(), document.path(field.getKey()))));
        if (contract.isArray()) {
            differences.addAll(differences(path + "/0", contract.path(0), document.path(0)));
        }
        return differences;
    }
}
