package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.demo.Demos;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.TopicSnapshot;
import io.weir.cli.report.DemoResult;
import io.weir.schemas.Topics;
import io.weir.wire.SecureBackend;
import io.weir.wire.Verdict;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten banks that hide their updates get the model that they would get in the clear, bit for bit. */
@ExtendWith(SharedCluster.class)
@Timeout(240)
class HiddenDemoIT {
    private static final int ROUNDS = 2;

    private final Connection connection;

    HiddenDemoIT(Connection connection) {
        this.connection = connection;
    }

    @ParameterizedTest
    @CsvSource({"MASK, 28", "RLWE, 21"})
    void hasTheDigestOfTheSameSumsInTheClear(SecureBackend backend, int bits) throws InterruptedException {
        String name = "hidden-" + backend.name().toLowerCase(Locale.ROOT);
        DemoResult plain = Demos.hidden(connection, name + "-plain", ROUNDS, SecureBackend.PLAIN, bits, 2, 0)
                .result();
        DemoResult hidden =
                Demos.hidden(connection, name, ROUNDS, backend, bits, 2, 2).result();

        assertThat(hidden.rounds())
                .extracting(DemoResult.Round::outcome)
                .isEqualTo(
                        plain.rounds().stream().map(DemoResult.Round::outcome).toList());
        assertThat(hidden.rounds()).hasSize(ROUNDS).allSatisfy(round -> assertThat(round.admitted())
                .hasSize(10));
        assertThat(hidden.quality().federated().auc()).isGreaterThan(0.7);
        openedByAsManyAsTheThresholdOfThoseWhoAnswered(new Topics(name));
    }

    private void openedByAsManyAsTheThresholdOfThoseWhoAnswered(Topics topics) {
        List<Verdict> verdicts = TopicSnapshot.read(connection, topics.verdicts()).stream()
                .map(entry -> (Verdict) entry.value())
                .toList();
        assertThat(verdicts).hasSize(ROUNDS + 1).allSatisfy(verdict -> {
            assertThat(verdict.getOpenings()).hasSize(1);
            assertThat(verdict.getOpenings().get(0).getMembers()).hasSize(5).doesNotContain("bank-a", "bank-b");
        });
    }
}
