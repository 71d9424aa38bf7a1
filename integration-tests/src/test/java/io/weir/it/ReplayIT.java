package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.CommandLines;
import io.weir.cli.federation.Connection;
import io.weir.client.LocalTrainer;
import io.weir.client.TrainingException;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.wire.Admission;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code weir replay} answers what would have been; here it is tried as well. */
@ExtendWith(SharedCluster.class)
@Timeout(120)
class ReplayIT {
    private static final long ROUND = 2;
    private static final long ROUNDS = 3;
    private static final String ABSENT = "bank-c";

    private final Connection connection;

    @TempDir
    private Path directory;

    ReplayIT(Connection connection) {
        this.connection = connection;
    }

    @Test
    void aReplayWithoutABankEqualsARunInWhichItWasAbsent() throws IOException {
        List<Bank> banks = Stream.of("bank-a", "bank-b", ABSENT)
                .map(name -> Bank.in(directory, name))
                .toList();
        try (TestFederation present = federation("replay-present", banks, false);
                TestFederation absent = federation("replay-absent", banks, true)) {
            present.awaitVersion(ROUNDS);
            absent.awaitVersion(ROUNDS);
            Verdict tried = absent.verdict(ROUND);
            assertThat(tried.getAdmitted())
                    .extracting(Admission::getParticipant)
                    .containsExactly("bank-a", "bank-b");
            assertThat(tried.getRejected())
                    .extracting(Rejection::getParticipant, Rejection::getReason)
                    .containsExactly(tuple(ABSENT, ReasonCode.NO_UPDATE));
            assertThat(present.verdict(ROUND).getAdmitted()).hasSize(3);

            JsonNode replay = replay(present.name);

            assertThat(replay.at("/recorded/digest").asText()).isEqualTo(present.awaitDigest(ROUND));
            assertThat(replay.at("/replayed/digest").asText())
                    .isEqualTo(absent.awaitDigest(ROUND))
                    .isNotEqualTo(present.awaitDigest(ROUND));
            assertThat(replay.at("/sameModel").asBoolean()).isFalse();
            assertThat(replay.at("/replayed/admitted"))
                    .extracting(JsonNode::asText)
                    .containsExactly("bank-a", "bank-b");
            assertThat(replay.at("/replayed/rejected/0/participant").asText()).isEqualTo(ABSENT);
            assertThat(replay.at("/replayed/rejected/0/reason").asText()).isEqualTo("NO_UPDATE");
            assertThat(replay.at("/replayed/totalWeight").asLong()).isEqualTo(tried.getTotalWeight());
        }
    }

    /** Both have the same settings; a deadline closes the round that lacks an update. */
    private TestFederation federation(String name, List<Bank> banks, boolean withAbsence) {
        TestFederation federation =
                new TestFederation(connection, name, banks.get(0).file(), banks, settings -> settings.setRounds(ROUNDS)
                        .setQuorum(2)
                        .setDeadlineMs(8000));
        federation.startAggregator(directory.resolve(name));
        federation.startPublisher();
        for (Bank bank : banks) {
            LocalTrainer trainer = bank.trainer(federation.schema());
            boolean absent = withAbsence && bank.name().equals(ABSENT);
            federation.start(bank, absent ? absentIn(ROUND, trainer) : trainer, UpdateInterceptor.NONE, Map.of());
        }
        return federation;
    }

    private static LocalTrainer absentIn(long round, LocalTrainer trainer) {
        return task -> {
            if (task.round() == round) {
                throw new TrainingException("absent");
            }
            return trainer.train(task);
        };
    }

    private JsonNode replay(String federation) throws IOException {
        CommandLines.Ended ended = CommandLines.run(
                "replay",
                "--bootstrap-server",
                connection.bootstrapServers(),
                "--schema-registry",
                connection.schemaRegistryUrl(),
                "--federation",
                federation,
                "--round",
                String.valueOf(ROUND),
                "--without",
                ABSENT,
                "--json");
        assertThat(ended.exitStatus()).as(ended.err()).isZero();
        return new ObjectMapper().readTree(ended.out());
    }
}
