package io.weir.publisher.internal;

import io.weir.publisher.InvalidAggregateException;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.arrow.PayloadException;
import io.weir.schemas.digest.Digests;
import io.weir.wire.AggregateSlice;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Collects the slices of one round in any order; equal duplicates change nothing. Not thread-safe. */
public final class RoundAssembler {
    private final RoundTerms terms;
    private final SumSlice[] slices;
    private int held;

    /** Starts empty; {@code terms} are those of the round's first slice. */
    public RoundAssembler(RoundTerms terms) {
        this.terms = terms;
        this.slices = new SumSlice[terms.chunkCount()];
    }

    /** The round that is collected. */
    public long round() {
        return terms.round();
    }

    /** Chunks that are not there yet. */
    public int missing() {
        return slices.length - held;
    }

    /**
     * Takes a slice.
     *
     * @return the round, if this slice completed it
     * @throws InvalidAggregateException if the slice contradicts its hash, its shape or the slices before it
     */
    public Optional<CompleteRound> add(AggregateSlice slice) {
        terms.requireSame(RoundTerms.of(slice));
        int chunk = slice.getChunkIndex();
        if (chunk < 0 || chunk >= slices.length) {
            throw new InvalidAggregateException(
                    "round " + round() + " has a slice for chunk " + chunk + " of " + slices.length);
        }
        byte[] sha256 = verifiedHash(slice);
        if (slices[chunk] != null) {
            requireEqual(slices[chunk], slice, sha256);
            return Optional.empty();
        }
        slices[chunk] = decode(slice, sha256);
        held++;
        if (held < slices.length) {
            return Optional.empty();
        }
        requireCover();
        return Optional.of(new CompleteRound(terms, List.of(slices)));
    }

    private byte[] verifiedHash(AggregateSlice slice) {
        byte[] computed = Digests.sha256(slice.getPayload());
        if (!slice.getSha256().equals(ByteBuffer.wrap(computed))) {
            throw new InvalidAggregateException(named(slice) + " has a payload with SHA-256 "
                    + Digests.hex(ByteBuffer.wrap(computed)) + ", the record says " + Digests.hex(slice.getSha256()));
        }
        return computed;
    }

    private SumSlice decode(AggregateSlice slice, byte[] sha256) {
        long first = slice.getFirstParameter();
        int length = slice.getLength();
        if (first < 0 || length < 1 || first + length > terms.parameterCount()) {
            throw new InvalidAggregateException(named(slice) + " covers parameters " + first + " to " + (first + length)
                    + " of " + terms.parameterCount());
        }
        long[] sums = new long[length];
        try {
            ArrowCodecs.decodeLongs(slice.getPayload(), length, sums, 0);
        } catch (PayloadException e) {
            throw new InvalidAggregateException(named(slice) + " cannot be decoded: " + e.getMessage(), e);
        }
        return new SumSlice((int) first, sums, sha256);
    }

    private void requireEqual(SumSlice held, AggregateSlice again, byte[] sha256) {
        if (!Arrays.equals(held.sha256(), sha256)
                || held.first() != again.getFirstParameter()
                || held.sums().length != again.getLength()) {
            throw new InvalidAggregateException(named(again) + " is in the topic twice with different content");
        }
    }

    private void requireCover() {
        int next = 0;
        for (SumSlice slice : slices) {
            if (slice.first() != next) {
                throw new InvalidAggregateException("the slices of round " + round()
                        + " leave a gap or overlap: one begins at parameter " + slice.first() + " instead of " + next);
            }
            next += slice.sums().length;
        }
        if (next != terms.parameterCount()) {
            throw new InvalidAggregateException("the slices of round " + round() + " cover " + next + " of "
                    + terms.parameterCount() + " parameters");
        }
    }

    private String named(AggregateSlice slice) {
        return "the slice of round " + round() + ", chunk " + slice.getChunkIndex();
    }
}
