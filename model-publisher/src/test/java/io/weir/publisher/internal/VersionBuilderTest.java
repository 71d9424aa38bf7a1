package io.weir.publisher.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.weir.publisher.Fixtures;
import io.weir.publisher.InvalidAggregateException;
import io.weir.publisher.PublishedModel;
import io.weir.publisher.optimizer.FedAvg;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.model.Initializers;
import io.weir.wire.AggregateSlice;
import io.weir.wire.FederationSettings;
import io.weir.wire.ModelChunk;
import io.weir.wire.ModelHead;
import io.weir.wire.RoundTask;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VersionBuilderTest {
    private static final FedAvg OPTIMIZER = new FedAvg(1);
    private static final long NOW_MS = 1_234;

    private final FederationSettings plain = Fixtures.settings(false);
    private final FederationSettings withStatistics = Fixtures.settings(true);

    @Test
    void versionZeroIsTheInitialisedManifest() {
        NewVersion first = VersionBuilder.first(plain, Optional.empty(), NOW_MS);

        ModelHead head = first.model().head();
        assertThat(first.model().parameters()).containsExactly(Initializers.initialise(plain.getManifest()));
        assertThat(head.getVersion()).isZero();
        assertThat(head.getParentVersion()).isEqualTo(-1);
        assertThat(head.getRound()).isZero();
        assertThat(head.getParentDigest()).isEmpty();
        assertThat(head.getDigest())
                .isEqualTo(
                        Digests.modelDigest(plain.getManifest(), first.model().parameters()));
        assertThat(head.getPublishedAtMs()).isEqualTo(NOW_MS);
        assertThat(head.getVerdictDigest().remaining()).isZero();
        assertThat(head.getSoftware()).matches("weir/\\d+\\.\\d+.*");
    }

    @Test
    void statisticsAreSummedAndNotDividedByTheWeight() {
        long unit = 1L << Fixtures.SCALE_BITS;
        CompleteRound sums =
                complete(Fixtures.slices(0, RoundTask.STATISTICS, -1, new long[] {3 * unit, unit / 2, -unit}));

        NewVersion first = VersionBuilder.first(withStatistics, Optional.of(sums), NOW_MS);

        float[] initialised = Initializers.initialise(withStatistics.getManifest());
        float[] full = first.model().parameters();
        assertThat(Arrays.copyOf(full, 3)).containsExactly(3, 0.5f, -1);
        assertThat(Arrays.copyOfRange(full, 3, full.length))
                .containsExactly(Arrays.copyOfRange(initialised, 3, initialised.length));
    }

    @Test
    void aTrainingRoundMovesTrainableTensorsOnly() {
        NewVersion first = VersionBuilder.first(plain, Optional.empty(), NOW_MS);

        NewVersion next = next(plain, first, Fixtures.round(1, 0, 0.5));

        float[] before = first.model().parameters();
        float[] after = next.model().parameters();
        for (int i = 0; i < after.length; i++) {
            boolean frozen = i == 4 || i == 5;
            assertThat(after[i]).as("parameter %d", i).isEqualTo(frozen ? before[i] : (float) (before[i] + 0.5));
        }
    }

    @Test
    void aVersionNamesItsParentAndItsRound() {
        NewVersion first = VersionBuilder.first(plain, Optional.empty(), NOW_MS);
        List<AggregateSlice> slices = Fixtures.round(4, 0, 0.5);

        NewVersion next = next(plain, first, slices);

        ModelHead head = next.model().head();
        assertThat(head.getVersion()).isEqualTo(1);
        assertThat(head.getParentVersion()).isZero();
        assertThat(head.getRound()).isEqualTo(4);
        assertThat(head.getParentDigest()).isEqualTo(first.model().head().getDigest());
        assertThat(head.getDigest()).isNotEqualTo(head.getParentDigest());
        assertThat(head.getParticipantsRoot()).isEqualTo(slices.get(0).getParticipantsRoot());
        assertThat(head.getVerdictDigest()).isEqualTo(slices.get(0).getVerdictDigest());
        assertThat(head.getConfigDigest()).isEqualTo(slices.get(0).getConfigDigest());
    }

    @Test
    void theLedgerChainsVersionsByHash() {
        NewVersion first = VersionBuilder.first(plain, Optional.empty(), NOW_MS);

        NewVersion next = next(plain, first, Fixtures.round(1, 0, 0.5));

        assertThat(first.ledger().getSequence()).isZero();
        assertThat(first.ledger().getPreviousHash().remaining()).isZero();
        assertThat(next.ledger().getSequence()).isEqualTo(1);
        assertThat(next.ledger().getPreviousHash()).isEqualTo(first.ledger().getHash());
        assertThat(next.ledger().getHash()).isEqualTo(ByteBuffer.wrap(Digests.ledgerHash(next.ledger())));
        assertThat(next.ledger().getModelDigest()).isEqualTo(next.model().head().getDigest());
        assertThat(next.ledger().getAggregateDigest().remaining()).isEqualTo(32);
    }

    @Test
    void chunksCarryTheWholeVectorAndCanBePutTogether() {
        NewVersion first = VersionBuilder.first(plain, Optional.empty(), NOW_MS);

        Map<Integer, ModelChunk> chunks =
                first.chunks().stream().collect(Collectors.toMap(ModelChunk::getChunkIndex, c -> c));

        assertThat(chunks).hasSize(2);
        PublishedModel again = ModelAssembly.assemble(first.model().head(), chunks);
        assertThat(again.parameters()).containsExactly(first.model().parameters());
    }

    @Test
    void anAggregateOfTheWrongShapeOrTaskIsRefused() {
        NewVersion first = VersionBuilder.first(plain, Optional.empty(), NOW_MS);

        assertThatExceptionOfType(InvalidAggregateException.class)
                .isThrownBy(() -> next(plain, first, Fixtures.slices(1, RoundTask.TRAINING, 0, new long[5])))
                .withMessageContaining("5 parameters")
                .withMessageContaining("with 6");
        assertThatExceptionOfType(InvalidAggregateException.class)
                .isThrownBy(() -> next(plain, first, Fixtures.slices(1, RoundTask.STATISTICS, 0, new long[6])))
                .withMessageContaining("STATISTICS");
    }

    @Test
    void aStepThatLeavesTheFiniteNumbersIsNotPublished() {
        NewVersion first = VersionBuilder.first(plain, Optional.empty(), NOW_MS);
        CompleteRound round = complete(Fixtures.round(1, 0, 1_000));

        assertThatExceptionOfType(InvalidAggregateException.class)
                .isThrownBy(() -> VersionBuilder.next(plain, published(first), round, new FedAvg(1e38), NOW_MS))
                .withMessageContaining("finite");
    }

    private static NewVersion next(FederationSettings settings, NewVersion base, List<AggregateSlice> slices) {
        return VersionBuilder.next(settings, published(base), complete(slices), OPTIMIZER, NOW_MS);
    }

    private static Published published(NewVersion version) {
        return new Published(version.model(), version.ledger());
    }

    private static CompleteRound complete(List<AggregateSlice> slices) {
        RoundAssembler assembler = new RoundAssembler(RoundTerms.of(slices.get(0)));
        return slices.stream()
                .map(assembler::add)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }
}
