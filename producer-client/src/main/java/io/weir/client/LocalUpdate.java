package io.weir.client;

import io.weir.wire.PrivacySpent;
import java.util.Map;

/**
 * What a trainer gives back.
 *
 * @param values for TRAINING the difference <em>after minus before</em> of the trainable tensors, one after the other in
 *     manifest order ({@code ModelLayout.gather(TRAINABLE, after) - gather(TRAINABLE, before)}); for STATISTICS the sums
 *     and counts that the statistic tensors stand for, in manifest order. Every value is finite. The participant clips a
 *     difference to the round's bound; statistics are sent as they are
 * @param examples number of examples behind the update
 * @param weight integer weight of the update, usually {@code examples}; at least 1. The participant lowers it to the
 *     round's largest; statistics always weigh 1
 * @param metrics training metrics by name, for example {@code lossBefore}, {@code lossAfter}
 * @param privacySpent privacy loss that this update cost, or null if no differential privacy is in use
 */
@SuppressWarnings("ArrayRecordComponent") // a million parameters are not boxed; the record is a message, not a key
public record LocalUpdate(
        float[] values, long examples, int weight, Map<String, Double> metrics, PrivacySpent privacySpent) {
    public LocalUpdate {
        metrics = Map.copyOf(metrics);
    }

    /** Without differential privacy. */
    public LocalUpdate(float[] values, long examples, int weight, Map<String, Double> metrics) {
        this(values, examples, weight, metrics, null);
    }

    /** The same with what it cost. */
    public LocalUpdate withPrivacySpent(PrivacySpent spent) {
        return new LocalUpdate(values, examples, weight, metrics, spent);
    }

    /** Without the values. */
    @Override
    public String toString() {
        return "LocalUpdate[values=float[" + values.length + "], examples=" + examples + ", weight=" + weight + "]";
    }
}
