package io.weir.publisher.internal;

import io.weir.publisher.InvalidAggregateException;
import io.weir.publisher.optimizer.AggregateScale;
import io.weir.wire.AggregateSlice;
import io.weir.wire.RoundTask;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** What all slices of a round have to agree on. Field by field as in {@link AggregateSlice}. */
public record RoundTerms(
        String federation,
        long round,
        RoundTask task,
        long baseVersion,
        int chunkCount,
        int parameterCount,
        int scaleBits,
        long totalWeight,
        int admitted,
        ByteBuffer participantsRoot,
        ByteBuffer verdictDigest,
        ByteBuffer configDigest,
        String optimizer,
        Map<String, String> optimizerParameters) {

    /**
     * The terms that {@code slice} names.
     *
     * @throws InvalidAggregateException if they are out of range
     */
    static RoundTerms of(AggregateSlice slice) {
        if (slice.getParameterCount() < 1 || slice.getParameterCount() > Integer.MAX_VALUE - 8) {
            throw new InvalidAggregateException("a slice of round " + slice.getRound() + " names "
                    + slice.getParameterCount() + " parameters: allowed are 1 to 2^31 - 9");
        }
        RoundTerms terms = new RoundTerms(
                slice.getFederation(),
                slice.getRound(),
                slice.getTask(),
                slice.getBaseVersion(),
                slice.getChunkCount(),
                (int) slice.getParameterCount(),
                slice.getScaleBits(),
                slice.getTotalWeight(),
                slice.getAdmitted(),
                slice.getParticipantsRoot(),
                slice.getVerdictDigest(),
                slice.getConfigDigest(),
                slice.getOptimizer(),
                slice.getOptimizerParameters());
        if (terms.chunkCount < 1 || terms.chunkCount > terms.parameterCount) {
            throw new InvalidAggregateException("a slice of round " + terms.round + " names " + terms.chunkCount
                    + " chunks of " + terms.parameterCount + " parameters");
        }
        terms.scale();
        return terms;
    }

    /** How the round's sums are read. */
    AggregateScale scale() {
        try {
            return new AggregateScale(scaleBits, totalWeight);
        } catch (IllegalArgumentException e) {
            throw new InvalidAggregateException("a slice of round " + round + " is invalid: " + e.getMessage(), e);
        }
    }

    /** Checks that another slice of the round names the same terms. */
    void requireSame(RoundTerms other) {
        Map<String, Object> theirs = other.fields();
        fields().forEach((field, value) -> {
            if (!value.equals(theirs.get(field))) {
                throw new InvalidAggregateException("slices of round " + round + " disagree on " + field + ": " + value
                        + " and " + theirs.get(field));
            }
        });
    }

    private Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("federation", federation);
        fields.put("round", round);
        fields.put("task", task);
        fields.put("baseVersion", baseVersion);
        fields.put("chunkCount", chunkCount);
        fields.put("parameterCount", parameterCount);
        fields.put("scaleBits", scaleBits);
        fields.put("totalWeight", totalWeight);
        fields.put("admitted", admitted);
        fields.put("participantsRoot", participantsRoot);
        fields.put("verdictDigest", verdictDigest);
        fields.put("configDigest", configDigest);
        fields.put("optimizer", optimizer);
        fields.put("optimizerParameters", optimizerParameters);
        return fields;
    }
}
