package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.aggregator.AggregatorApplication;
import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.cli.CommandLines;
import io.weir.cli.audit.AuditReport;
import io.weir.cli.audit.Auditor;
import io.weir.cli.audit.KafkaAuditSource;
import io.weir.cli.federation.Connection;
import io.weir.client.LocalTrainer;
import io.weir.client.LocalUpdate;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.schemas.model.ModelLayout;
import io.weir.schemas.serde.WeirSerdes;
import io.weir.wire.Flag;
import io.weir.wire.FlagCode;
import io.weir.wire.RoundTask;
import io.weir.wire.TensorRole;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An aggregator that was not there in round 1 notices in round 2 who sends again what another bank sent then. */
@ExtendWith(SharedCluster.class)
@Timeout(120)
class FlagsIT {
    private static final long REPLAYED = 2;
    private static final String REPLAYING = "bank-d";

    private final Connection connection;

    @TempDir
    private Path directory;

    FlagsIT(Connection connection) {
        this.connection = connection;
    }

    @Test
    void aReplayIsFlaggedAfterARestartShownAndFoundAgainByTheAudit() throws Exception {
        List<Bank> banks = Stream.of("bank-a", "bank-b", "bank-c", REPLAYING)
                .map(name -> Bank.in(directory, name))
                .toList();
        try (TestFederation federation = new TestFederation(
                connection, "flags", banks.get(0).file(), banks, settings -> settings.setRounds(REPLAYED)
                        .setRule("arc,nnm,krum")
                        .setRuleParameters(Map.of("arc.f", "1", "nnm.f", "1", "krum.f", "0")))) {
            AggregatorApplication first = federation.startAggregator(directory.resolve("first"));
            federation.startPublisher();
            GatedTrainer gated = new GatedTrainer(sending(banks.get(0), federation), REPLAYED);
            federation.start(banks.get(0), gated);
            banks.subList(1, 4)
                    .forEach(bank ->
                            federation.start(bank, sending(bank, federation), UpdateInterceptor.NONE, Map.of()));
            gated.awaitReached(REPLAYED);
            first.close();
            federation.startAggregator(directory.resolve("second"));
            gated.open(REPLAYED);
            federation.awaitVersion(REPLAYED);

            assertThat(federation.verdict(1).getFlags()).isEmpty();
            assertThat(federation.verdict(REPLAYED).getFlags())
                    .extracting(Flag::getParticipant, Flag::getCode, Flag::getDetail)
                    .containsExactly(
                            tuple(REPLAYING, FlagCode.REPLAY, "the same values as the update of 'bank-a' in round 1"));
            JsonNode described = describe(federation.name);
            assertThat(described.at("/flagged/0/participant").asText()).isEqualTo(REPLAYING);
            assertThat(described.at("/similarity/participants")).hasSize(4);
            assertThat(described.at("/similarity/cosines/1/1").asDouble()).isCloseTo(1, within(1e-12));
            assertThat(audit(federation.name).findings()).isEmpty();
        }
    }

    private static LocalTrainer sending(Bank bank, TestFederation federation) {
        LocalTrainer honest = bank.trainer(federation.schema());
        return task -> {
            if (task.kind() == RoundTask.STATISTICS) {
                return honest.train(task);
            }
            boolean replays = bank.name().equals(REPLAYING) && task.round() == REPLAYED;
            Random random = replays ? random("bank-a", 1) : random(bank.name(), task.round());
            float[] update = new float[new ModelLayout(task.manifest()).count(TensorRole.TRAINABLE)];
            for (int i = 0; i < update.length; i++) {
                update[i] = (float) (0.01 * random.nextGaussian());
            }
            return new LocalUpdate(update, 10, 10, Map.of());
        };
    }

    private static Random random(String bank, long round) {
        return new Random(31L * bank.hashCode() + round);
    }

    private JsonNode describe(String federation) throws Exception {
        CommandLines.Ended ended = CommandLines.run(
                "rounds",
                "describe",
                String.valueOf(REPLAYED),
                "--bootstrap-server",
                connection.bootstrapServers(),
                "--schema-registry",
                connection.schemaRegistryUrl(),
                "--federation",
                federation,
                "--json");
        assertThat(ended.exitStatus()).as(ended.err()).isZero();
        return new ObjectMapper().readTree(ended.out());
    }

    private AuditReport audit(String federation) {
        return new Auditor(
                        federation,
                        WeirSerdes.deserializer(connection.clientProperties()),
                        () -> new KafkaAuditSource(connection))
                .audit(OptionalLong.empty(), RecomputationPlan.asRecorded(), Optional.empty());
    }
}
