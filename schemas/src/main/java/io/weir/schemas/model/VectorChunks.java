package io.weir.schemas.model;

/**
 * Cuts a flat vector into chunks of a fixed number of parameters; the last may be shorter.
 *
 * @param parameterCount length of the vector, at least 1
 * @param chunkParameters parameters in a chunk, at least 1
 */
public record VectorChunks(long parameterCount, int chunkParameters) {
    public VectorChunks {
        if (parameterCount < 1) {
            throw new IllegalArgumentException("parameterCount " + parameterCount + " is not positive");
        }
        if (chunkParameters < 1) {
            throw new IllegalArgumentException("chunkParameters " + chunkParameters + " is not positive");
        }
        if ((parameterCount + chunkParameters - 1) / chunkParameters > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    parameterCount + " parameters in chunks of " + chunkParameters + " are too many chunks");
        }
    }

    /** Number of chunks. */
    public int chunkCount() {
        return (int) ((parameterCount + chunkParameters - 1) / chunkParameters);
    }

    /** Index of the first parameter of chunk {@code chunkIndex}. */
    public long first(int chunkIndex) {
        check(chunkIndex);
        return (long) chunkIndex * chunkParameters;
    }

    /** Number of parameters of chunk {@code chunkIndex}. */
    public int length(int chunkIndex) {
        check(chunkIndex);
        return (int) Math.min(chunkParameters, parameterCount - first(chunkIndex));
    }

    /** The partition that chunk {@code chunkIndex} goes to. */
    public static int partition(int chunkIndex, int partitions) {
        return chunkIndex % partitions;
    }

    /** How many of a topic's partitions hold a chunk of each update. */
    public int partitionsUsed(int partitions) {
        return Math.min(partitions, chunkCount());
    }

    private void check(int chunkIndex) {
        if (chunkIndex < 0 || chunkIndex >= chunkCount()) {
            throw new IndexOutOfBoundsException("chunk " + chunkIndex + " of " + chunkCount());
        }
    }
}
