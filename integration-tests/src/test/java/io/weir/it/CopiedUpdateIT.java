package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.cli.CommandLines;
import io.weir.cli.audit.Auditor;
import io.weir.cli.audit.KafkaAuditSource;
import io.weir.cli.federation.Connection;
import io.weir.client.LocalTrainer;
import io.weir.client.LocalUpdate;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.schemas.Keys;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.model.ModelLayout;
import io.weir.schemas.serde.WeirSerdes;
import io.weir.wire.Admission;
import io.weir.wire.Codec;
import io.weir.wire.Neighbour;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.TensorRole;
import io.weir.wire.UpdateChunk;
import io.weir.wire.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A bank reads another one's chunks as they come, sends the same for ten times as many rows, and commits first. */
@ExtendWith(SharedCluster.class)
@Timeout(120)
class CopiedUpdateIT {
    private static final long ROUND = 1;
    private static final String COPYIST = "bank-a";
    private static final String COPIED = "bank-d";
    private static final int ROWS = 1000;

    private final Connection connection;

    @TempDir
    private Path directory;

    CopiedUpdateIT(Connection connection) {
        this.connection = connection;
    }

    @Test
    void theCopyIsRefusedTheOriginalCountsAndTheTopicShowsItToEverybody() throws Exception {
        List<Bank> banks = Stream.of(COPYIST, "bank-b", "bank-c", COPIED)
                .map(name -> Bank.in(directory, name))
                .toList();
        try (TestFederation federation = new TestFederation(
                connection, "copied", banks.get(0).file(), banks, settings -> settings.setRounds(ROUND)
                        .setPartitions(2)
                        .setChunkParameters(8)
                        .setQuorum(3)
                        .setRule("arc,nnm,trimmed-mean")
                        .setRuleParameters(Map.of("f", "1")))) {
            federation.startAggregator(directory.resolve("aggregator"));
            federation.startPublisher();
            federation.start(banks.get(0), copying(banks.get(0), federation), UpdateInterceptor.NONE, Map.of());
            federation.start(banks.get(1));
            federation.start(banks.get(2));
            federation.start(
                    banks.get(3), banks.get(3).trainer(federation.schema()), committingLate(federation), Map.of());
            federation.awaitVersion(ROUND);

            Verdict verdict = federation.verdict(ROUND);
            assertThat(verdict.getAdmitted())
                    .extracting(Admission::getParticipant)
                    .containsExactly("bank-b", "bank-c", COPIED);
            assertThat(verdict.getAdmitted()).extracting(Admission::getWeight).doesNotContain(ROWS);
            assertThat(verdict.getRejected())
                    .extracting(Rejection::getParticipant, Rejection::getReason)
                    .containsExactly(tuple(COPYIST, ReasonCode.DUPLICATE_CONTENT));
            assertThat(verdict.getRejected().get(0).getNeighbours())
                    .extracting(Neighbour::getParticipant)
                    .containsExactly(COPIED);
            assertThat(audit(federation, RecomputationPlan.asRecorded())).isEmpty();
            assertThat(audit(federation, RecomputationPlan.asRecorded().onPartitions(3)))
                    .isEmpty();
            JsonNode quarantined = weir(federation, "quarantine", "list");
            assertThat(quarantined.toString())
                    .contains("DUPLICATE_CONTENT")
                    .contains(verdict.getRejected().get(0).getDetail());
            assertThat(weir(federation, "rounds", "describe", String.valueOf(ROUND))
                            .toString())
                    .contains("DUPLICATE_CONTENT");
            JsonNode replay = weir(federation, "replay", "--round", String.valueOf(ROUND), "--without", COPYIST);
            assertThat(replay.at("/sameModel").asBoolean()).isTrue();
        }
    }

    private LocalTrainer copying(Bank bank, TestFederation federation) {
        LocalTrainer honest = bank.trainer(federation.schema());
        return task -> {
            if (task.kind() == RoundTask.STATISTICS) {
                return honest.train(task);
            }
            float[] update = new float[new ModelLayout(task.manifest()).count(TensorRole.TRAINABLE)];
            List<UpdateChunk> chunks = new ArrayList<>();
            Eventually.holds("the chunks of " + COPIED + " lie in the topic", () -> {
                chunks.clear();
                chunks.addAll(chunks(federation));
                return !chunks.isEmpty() && chunks.size() == chunks.get(0).getChunkCount();
            });
            for (UpdateChunk chunk : chunks) {
                ArrowCodecs.decodeFloats(
                        Codec.F32,
                        chunk.getPayload(),
                        chunk.getLength(),
                        update,
                        Math.toIntExact(chunk.getFirstParameter()));
            }
            return new LocalUpdate(update, ROWS, ROWS, Map.of());
        };
    }

    private List<UpdateChunk> chunks(TestFederation federation) {
        Deserializer<SpecificRecord> deserializer = WeirSerdes.deserializer(connection.clientProperties());
        String topic = federation.topics().roundUpdates(ROUND);
        return RawTopic.read(connection, topic).values().stream()
                .map(value -> deserializer.deserialize(topic, value))
                .filter(UpdateChunk.class::isInstance)
                .map(UpdateChunk.class::cast)
                .filter(chunk -> chunk.getParticipant().equals(COPIED))
                .toList();
    }

    private UpdateInterceptor committingLate(TestFederation federation) {
        return new UpdateInterceptor() {
            @Override
            public byte[] beforeSending(RoundOpened opened, String key, byte[] value) {
                if (opened.getTask() == RoundTask.TRAINING && key.equals(Keys.commit(COPIED))) {
                    Eventually.holds("the copy is committed", () -> RawTopic.read(
                                    connection, federation.topics().roundUpdates(ROUND))
                            .containsKey(Keys.commit(COPYIST)));
                }
                return value;
            }
        };
    }

    private List<?> audit(TestFederation federation, RecomputationPlan plan) {
        return new Auditor(
                        federation.name,
                        WeirSerdes.deserializer(connection.clientProperties()),
                        () -> new KafkaAuditSource(connection))
                .audit(OptionalLong.empty(), plan, Optional.empty())
                .findings();
    }

    private JsonNode weir(TestFederation federation, String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of(
                "--bootstrap-server",
                connection.bootstrapServers(),
                "--schema-registry",
                connection.schemaRegistryUrl(),
                "--federation",
                federation.name,
                "--json"));
        CommandLines.Ended ended = CommandLines.run(line.toArray(String[]::new));
        assertThat(ended.exitStatus()).as(ended.err()).isZero();
        return new ObjectMapper().readTree(ended.out());
    }
}
