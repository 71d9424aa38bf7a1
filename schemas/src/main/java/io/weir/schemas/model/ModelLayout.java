package io.weir.schemas.model;

import io.weir.wire.ModelManifest;
import io.weir.wire.TensorRole;
import io.weir.wire.TensorSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where each tensor of a manifest lies in the flat vector of all parameters, and how to take out the part that travels:
 * the concatenated {@link TensorRole#TRAINABLE} or {@link TensorRole#STATISTIC} tensors, in manifest order.
 */
public final class ModelLayout {
    /** A tensor and its half-open range in the flat vector. */
    public record Range(TensorSpec tensor, int first, int length) {}

    private final List<Range> ranges;
    private final int parameterCount;

    /**
     * Reads a manifest.
     *
     * @throws IllegalArgumentException if it has no tensor, a nameless or doubled one, a shape that is empty or not
     *     positive, no role, or more parameters than one array holds
     */
    public ModelLayout(ModelManifest manifest) {
        List<Range> found = new ArrayList<>();
        Set<String> names = new HashSet<>();
        long first = 0;
        for (TensorSpec tensor : manifest.getTensors()) {
            if (tensor.getName().isBlank() || !names.add(tensor.getName())) {
                throw new IllegalArgumentException(
                        "tensor name '" + tensor.getName() + "' is blank or stands twice in the manifest");
            }
            if (tensor.getRole() == TensorRole.UNKNOWN) {
                throw new IllegalArgumentException(
                        "tensor '" + tensor.getName() + "' has no role: use TRAINABLE, FROZEN or STATISTIC");
            }
            long length = lengthOf(tensor);
            if (first + length > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException("the manifest describes more than 2^31 - 9 parameters");
            }
            found.add(new Range(tensor, (int) first, (int) length));
            first += length;
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("the manifest has no tensor");
        }
        this.ranges = List.copyOf(found);
        this.parameterCount = (int) first;
    }

    private static long lengthOf(TensorSpec tensor) {
        long length = 1;
        for (int size : tensor.getShape()) {
            if (size < 1) {
                throw new IllegalArgumentException(
                        "tensor '" + tensor.getName() + "' has shape " + tensor.getShape() + ": sizes are positive");
            }
            length = Math.multiplyExact(length, (long) size);
        }
        return length;
    }

    /** Every tensor's range, in manifest order. */
    public List<Range> ranges() {
        return ranges;
    }

    /** Length of the flat vector of all tensors. */
    public int parameterCount() {
        return parameterCount;
    }

    /** Number of parameters in tensors of {@code role}. */
    public int count(TensorRole role) {
        return ranges.stream()
                .filter(range -> range.tensor().getRole() == role)
                .mapToInt(Range::length)
                .sum();
    }

    /** The values of the tensors of {@code role}, one after the other. */
    public float[] gather(TensorRole role, float[] full) {
        checkLength(full);
        float[] part = new float[count(role)];
        int to = 0;
        for (Range range : ranges) {
            if (range.tensor().getRole() == role) {
                System.arraycopy(full, range.first(), part, to, range.length());
                to += range.length();
            }
        }
        return part;
    }

    /** Writes {@code part} back to where {@link #gather} took it from. */
    public void scatter(TensorRole role, float[] part, float[] full) {
        checkLength(full);
        if (part.length != count(role)) {
            throw new IllegalArgumentException(
                    "the " + role + " tensors have " + count(role) + " parameters, not " + part.length);
        }
        int from = 0;
        for (Range range : ranges) {
            if (range.tensor().getRole() == role) {
                System.arraycopy(part, from, full, range.first(), range.length());
                from += range.length();
            }
        }
    }

    private void checkLength(float[] full) {
        if (full.length != parameterCount) {
            throw new IllegalArgumentException(
                    "the manifest describes " + parameterCount + " parameters, the vector has " + full.length);
        }
    }
}
