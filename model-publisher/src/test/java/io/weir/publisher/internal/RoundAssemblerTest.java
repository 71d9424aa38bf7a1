package io.weir.publisher.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.weir.publisher.Fixtures;
import io.weir.publisher.InvalidAggregateException;
import io.weir.schemas.digest.Digests;
import io.weir.wire.AggregateSlice;
import io.weir.wire.RoundTask;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundAssemblerTest {
    @Property(tries = 200)
    void anyOrderWithAnyDuplicatesGivesTheSameBits(@ForAll @Size(min = 1, max = 40) long[] sums, @ForAll long seed) {
        List<AggregateSlice> slices = Fixtures.slices(3, RoundTask.TRAINING, 2, sums);
        List<AggregateSlice> delivered = new ArrayList<>(slices);
        Random random = new Random(seed);
        for (int i = 0; i < slices.size(); i++) {
            delivered.add(slices.get(random.nextInt(slices.size())));
        }
        Collections.shuffle(delivered, random);

        List<CompleteRound> completed = assemble(delivered);

        assertThat(completed).hasSize(1);
        assertThat(completed.get(0).slices().stream().flatMapToLong(s -> java.util.Arrays.stream(s.sums())))
                .containsExactly(box(sums));
        assertThat(completed.get(0).aggregateDigest())
                .isEqualTo(assemble(slices).get(0).aggregateDigest());
    }

    @Test
    void aggregateDigestCoversThePayloadHashesInChunkOrder() {
        List<AggregateSlice> slices = Fixtures.round(1, 0, 0.5);
        ByteBuffer hashes = ByteBuffer.allocate(64)
                .put(slices.get(0).getSha256().duplicate())
                .put(slices.get(1).getSha256().duplicate())
                .flip();

        CompleteRound complete = assemble(slices).get(0);

        assertThat(complete.aggregateDigest()).isEqualTo(Digests.sha256(hashes));
    }

    static Stream<UnaryOperator<AggregateSlice.Builder>> contradictions() {
        return Stream.of(
                b -> b.setSha256(Fixtures.digest("another payload")),
                b -> b.setScaleBits(21),
                b -> b.setTotalWeight(11),
                b -> b.setBaseVersion(5),
                b -> b.setParameterCount(7),
                b -> b.setChunkCount(3),
                b -> b.setVerdictDigest(Fixtures.digest("another verdict")),
                b -> b.setChunkIndex(2),
                b -> b.setChunkIndex(-1),
                b -> b.setFirstParameter(3),
                b -> b.setFirstParameter(5),
                b -> b.setLength(1),
                b -> b.setLength(0),
                b -> b.setTotalWeight(0),
                b -> b.setScaleBits(63),
                b -> b.setChunkCount(0),
                b -> b.setParameterCount(1L << 40));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void refusesASliceThatContradictsItselfOrTheOthers(UnaryOperator<AggregateSlice.Builder> change) {
        List<AggregateSlice> slices = Fixtures.round(1, 0, 0.5);
        AggregateSlice changed =
                change.apply(AggregateSlice.newBuilder(slices.get(1))).build();

        assertThatExceptionOfType(InvalidAggregateException.class)
                .isThrownBy(() -> assemble(List.of(slices.get(0), changed)))
                .withMessageContaining("round 1");
    }

    @Test
    void refusesADuplicateWithAnotherPayload() {
        AggregateSlice one = Fixtures.round(1, 0, 0.5).get(0);
        AggregateSlice other = Fixtures.round(1, 0, 0.25).get(0);

        assertThatExceptionOfType(InvalidAggregateException.class)
                .isThrownBy(() -> assemble(List.of(one, other)))
                .withMessageContaining("twice");
    }

    @Test
    void staysIncompleteWhileAChunkIsMissing() {
        AggregateSlice slice = Fixtures.round(1, 0, 0.5).get(1);

        assertThat(assemble(List.of(slice, slice))).isEmpty();
    }

    private static List<CompleteRound> assemble(List<AggregateSlice> slices) {
        RoundAssembler assembler = new RoundAssembler(RoundTerms.of(slices.get(0)));
        return slices.stream().map(assembler::add).flatMap(Optional::stream).toList();
    }

    private static Long[] box(long[] values) {
        return java.util.Arrays.stream(values).boxed().toArray(Long[]::new);
    }
}
