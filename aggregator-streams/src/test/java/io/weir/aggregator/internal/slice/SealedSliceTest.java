package io.weir.aggregator.internal.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.aggregator.LogReader.LogRecord;
import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.aggregator.audit.RefusedRecord;
import io.weir.aggregator.audit.RoundRecomputation;
import io.weir.aggregator.audit.SealedRecords;
import io.weir.aggregator.internal.RoundRule;
import io.weir.aggregator.internal.attested.Enclave;
import io.weir.aggregator.testkit.Federation;
import io.weir.aggregator.testkit.Federation.Sent;
import io.weir.aggregator.testkit.MemoryLog;
import io.weir.aggregator.testkit.SealingBanks;
import io.weir.privacy.attestation.SimulatedTee;
import io.weir.privacy.sealing.UpdateOpener;
import io.weir.schemas.Bytes;
import io.weir.wire.AttestedRound;
import io.weir.wire.ChunkStatistics;
import io.weir.wire.ClosedBy;
import io.weir.wire.ReasonCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SliceMeasured;
import io.weir.wire.UpdateChunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One partition whose updates are sealed for two processes. */
class SealedSliceTest {
    private final Federation federation = new Federation(1, 10, 4);
    private final SimulatedTee tee = SimulatedTee.create(SimulatedTee.measurement());
    private final Enclave one = new Enclave(tee, new byte[32]);
    private final Enclave two = new Enclave(tee, new byte[32]);
    private final RoundOpened opened = RoundOpened.newBuilder(federation.opened(1, 1))
            .setAttested(new AttestedRound(List.of(one.key(epoch(1)), two.key(epoch(1)))))
            .build();
    private final List<Sent> update = new SealingBanks(federation).update(opened, "bank-a", federation.delta(3), 5);

    private static ByteBuffer epoch(int n) {
        return ByteBuffer.allocate(32).putInt(0, n);
    }

    private SliceMeasured measured(Optional<UpdateOpener> opener) {
        try (RoundSlice slice = slice(opener)) {
            SliceEvent last = null;
            for (int offset = 0; offset < update.size(); offset++) {
                Sent sent = update.get(offset);
                for (SliceEvent event : slice.absorb(new LogRecord(offset, sent.key(), sent.value()))) {
                    last = event;
                }
            }
            return ((SliceEvent.Measured) last).report();
        }
    }

    private RoundSlice slice(Optional<UpdateOpener> opener) {
        return new RoundSlice(opened, 0, federation.serde().deserializer(), RowBuffers.none(), opener);
    }

    @Test
    void bothProcessesMeasureTheSame() {
        SliceMeasured first = measured(one.opener(opened));

        assertThat(first.getChunks())
                .extracting(ChunkStatistics::getSquaredNorm)
                .doesNotContain(0.0);
        assertThat(measured(two.opener(opened))).isEqualTo(first);
    }

    @Test
    void whoeverHasNoKeyChecksRecordsAndHasNoValues() {
        SliceMeasured blind = measured(Optional.empty());

        assertThat(blind.getCommitDigest())
                .isEqualTo(measured(one.opener(opened)).getCommitDigest());
        assertThat(blind.getChunks())
                .extracting(ChunkStatistics::getSquaredNorm)
                .containsOnly(0.0);
        try (RoundSlice slice = slice(Optional.empty())) {
            assertThatThrownBy(() -> slice.products(List.of(), RoundRule.measures(opened), null))
                    .hasMessageContaining("sealed for attested aggregators");
        }
    }

    @Test
    void aKeyIsForgottenWithTheRoundAfterTheNext() {
        one.key(epoch(2));
        assertThat(one.opener(opened)).isPresent();

        one.key(epoch(3));

        assertThat(one.opener(opened)).isEmpty();
        assertThat(one.key(epoch(1)))
                .isNotEqualTo(opened.getAttested().getKeys().get(0));
    }

    @Test
    void askedAgainAProcessOffersTheSameKey() {
        assertThat(one.key(epoch(1))).isEqualTo(opened.getAttested().getKeys().get(0));
    }

    /** What an audit sees without a key. */
    private SealedRecords records(List<Sent> sent) {
        MemoryLog log = new MemoryLog();
        sent.forEach(record -> log.append(opened.getTopic(), record));
        RoundSealed sealed = new RoundSealed(
                opened,
                List.of((long) sent.size()),
                List.of(),
                ClosedBy.COHORT,
                Federation.NOW.toEpochMilli(),
                ByteBuffer.allocate(0));
        return new RoundRecomputation(federation.serde().deserializer(), () -> log)
                .records(sealed, RecomputationPlan.asRecorded());
    }

    @Test
    void anAuditFindsTheUpdateByItsCommitAndHashes() {
        SealedRecords found = records(update);

        assertThat(found.refused()).isEmpty();
        assertThat(found.updates()).singleElement().satisfies(whole -> assertThat(whole.getCommitDigest())
                .isEqualTo(measured(one.opener(opened)).getCommitDigest()));
    }

    @Test
    void anAuditFindsAPayloadThatWasChangedLater() {
        List<UpdateChunk> chunks = new ArrayList<>(
                new SealingBanks(federation).sealed(opened, opened, "bank-a", "bank-a", federation.delta(3), 5));
        List<Sent> tampered = new ArrayList<>(update);
        byte[] payload = Bytes.copy(chunks.get(1).getPayload());
        payload[payload.length - 1] ^= 1;
        tampered.set(
                1,
                federation.frame(
                        UpdateChunk.newBuilder(chunks.get(1))
                                .setPayload(ByteBuffer.wrap(payload))
                                .build(),
                        0));

        SealedRecords found = records(tampered);

        assertThat(found.updates()).isEmpty();
        assertThat(found.refused()).extracting(RefusedRecord::reason).contains(ReasonCode.HASH_MISMATCH);
    }
}
