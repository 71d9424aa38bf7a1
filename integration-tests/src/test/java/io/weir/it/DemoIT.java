package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.demo.Demos;
import io.weir.cli.federation.Connection;
import io.weir.cli.report.DemoResult;
import io.weir.wire.QuarantineRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the demo is for: quality near the pooled model's, and attackers refused with the right reason. */
@ExtendWith(SharedCluster.class)
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoIT {
    private static final int ROUNDS = 3;
    private static final String ATTACKER = "bank-e";

    private final Connection connection;
    private Demos.Run honest;

    DemoIT(Connection connection) {
        this.connection = connection;
    }

    @BeforeAll
    void runWithoutAttack() throws InterruptedException {
        honest = Demos.generated(connection, "demo-honest", ROUNDS, Optional.empty());
    }

    @Test
    void withoutAttackEverybodyIsAdmittedAndNothingQuarantined() {
        assertThat(honest.result().rounds()).hasSize(ROUNDS).allSatisfy(round -> {
            assertThat(round.rejected()).isEmpty();
            assertThat(round.admitted()).containsExactly("bank-a", "bank-b", "bank-c", "bank-d", ATTACKER);
        });
        assertThat(honest.quarantine()).isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameVersions() throws InterruptedException {
        Demos.Run again = Demos.generated(connection, "demo-again", ROUNDS - 1, Optional.empty());

        assertThat(again.result().rounds())
                .extracting(DemoResult.Round::outcome)
                .isEqualTo(honest.result().rounds().subList(0, ROUNDS - 1).stream()
                        .map(DemoResult.Round::outcome)
                        .toList());
    }

    @Test
    void theDocumentHasTheFieldsThatScriptsRead() throws IOException {
        JsonNode document = new ObjectMapper().readTree(honest.result().toJson());

        assertThat(fields(document)).contains("federation", "rounds", "quality", "model", "guard", "seconds");
        assertThat(fields(document.path("rounds").path(0)))
                .contains("round", "version", "digest", "admitted", "rejected", "seconds", "updateBytes");
        assertThat(fields(document.path("quality"))).contains("localOnly", "federated", "pooled");
        assertThat(fields(document.path("quality").path("federated"))).contains("auc", "ap");
        assertThat(document.path("model").path("version").asLong()).isEqualTo(ROUNDS);
        assertThat(document.path("model").path("digest").asText()).matches("sha256:[0-9a-f]{64}");
        assertThat(document.path("rounds").path(0).path("updateBytes").asLong()).isPositive();
    }

    private static List<String> fields(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @ParameterizedTest
    @CsvSource({
        "nan, NON_FINITE",
        "scale, NORM_OUTLIER",
        "stale, STALE_BASE_VERSION",
        "truncated, MALFORMED_RECORD",
        "wrong-shape, WRONG_SHAPE"
    })
    void theAttackerAloneIsRefusedInEveryRound(String attack, String reason) throws InterruptedException {
        Demos.Run attacked = Demos.generated(connection, "demo-" + attack, ROUNDS, Optional.of(attack));

        assertThat(attacked.result().rounds()).hasSize(ROUNDS).allSatisfy(round -> {
            assertThat(round.rejected())
                    .extracting(DemoResult.Rejection::participant, DemoResult.Rejection::reason)
                    .containsExactly(tuple(ATTACKER, reason));
            assertThat(round.admitted()).containsExactly("bank-a", "bank-b", "bank-c", "bank-d");
        });
        assertThat(attacked.quarantine())
                .extracting(QuarantineRecord::getParticipant)
                .containsOnly(ATTACKER);
        for (long round = 1; round <= ROUNDS; round++) {
            long number = round;
            assertThat(attacked.quarantine())
                    .anyMatch(record -> record.getRound() == number
                            && record.getReason().name().equals(reason));
        }
        assertThat(attacked.result().guard().precision()).isEqualTo(1);
        assertThat(attacked.result().guard().recall()).isEqualTo(1);
        assertThat(attacked.result().quality().federated().auc())
                .isCloseTo(honest.result().quality().federated().auc(), within(0.01));
    }

    @Test
    void onCreditDefaultsTheFederationIsNearThePooledModelAndAboveTheBanks() throws InterruptedException {
        Optional<Path> file = Repository.shared("data/uci-credit-default/UCI_Credit_Card.csv");
        assumeTrue(file.isPresent(), "../shared/data/uci-credit-default is not there: acceptance run left out");

        DemoResult.Quality quality = Demos.dirichlet(
                        connection, "demo-uci", 20, file.orElseThrow(), "default.payment.next.month", Set.of("ID"), 0.5)
                .result()
                .quality();

        assertThat(quality.federated().auc())
                .isCloseTo(quality.pooled().auc(), within(0.01))
                .isGreaterThan(quality.localOnly().auc());
    }
}
