package io.weir.publisher.internal;

import io.weir.publisher.InvalidAggregateException;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.arrow.PayloadException;
import io.weir.schemas.digest.Digests;
import io.weir.wire.AggregateSlice;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Collects the slices of one round in any order; equal duplicates change nothing. A slice is checked and decoded by another
 * thread while the next one is read. Not thread-safe.
 */
public final class RoundAssembler {
    private final RoundTerms terms;
    private final Map<Integer, CompletableFuture<SumSlice>> slices = new TreeMap<>();

    /** Starts empty; {@code terms} are those of the round's first slice. */
    public RoundAssembler(RoundTerms terms) {
        this.terms = terms;
    }

    /** The round that is collected. */
    public long round() {
        return terms.round();
    }

    /** Chunks that are not there yet. */
    public int missing() {
        return terms.chunkCount() - slices.size();
    }

    /**
     * Takes a slice.
     *
     * @return the round, if this slice completed it
     * @throws InvalidAggregateException if the slice contradicts the slices before it, or if it completes the round and one
     *     of them contradicts its hash or its shape
     */
    public Optional<CompleteRound> add(AggregateSlice slice) {
        terms.requireSame(RoundTerms.of(slice));
        int chunk = slice.getChunkIndex();
        if (chunk < 0 || chunk >= terms.chunkCount()) {
            throw new InvalidAggregateException(
                    "round " + round() + " has a slice for chunk " + chunk + " of " + terms.chunkCount());
        }
        CompletableFuture<SumSlice> held = slices.get(chunk);
        if (held != null) {
            requireEqual(join(held), slice, verifiedHash(slice));
            return Optional.empty();
        }
        slices.put(chunk, CompletableFuture.supplyAsync(() -> decode(slice, verifiedHash(slice))));
        if (missing() > 0) {
            return Optional.empty();
        }
        List<SumSlice> whole =
                slices.values().stream().map(RoundAssembler::join).toList();
        requireCover(whole);
        return Optional.of(new CompleteRound(terms, whole));
    }

    private static SumSlice join(CompletableFuture<SumSlice> slice) {
        try {
            return slice.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof InvalidAggregateException invalid) {
                throw invalid;
            }
            throw e;
        }
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

    private void requireCover(List<SumSlice> whole) {
        int next = 0;
        for (SumSlice slice : whole) {
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
