package io.weir.privacy.rlwe;

/**
 * Two signed values a coefficient, with room for the sum of a group and for the sum of its errors.
 *
 * @param valueBits of one value in two's complement: it lies in [-2^(valueBits-1), 2^(valueBits-1))
 * @param members most participants whose ciphertexts are added
 */
public record SlotPacking(int valueBits, int members) {
    static final int SLOTS = 2;
    /** Of a coefficient's 61 bits. */
    private static final int USABLE_BITS = 60;

    /**
     * Checks that two sums and the errors fit: {@code 2(b + ceil(log2 n)) + 1 + ceil(log2 32n) <= 60}.
     *
     * @throws IllegalArgumentException if not
     */
    public SlotPacking {
        if (valueBits < 2 || members < 2) {
            throw new IllegalArgumentException(
                    "values of " + valueBits + " bits of " + members + " members: at least 2 of either are needed");
        }
        int needed = SLOTS * (valueBits + ceilLog2(members)) + 1 + ceilLog2(32L * members);
        if (needed > USABLE_BITS) {
            throw new IllegalArgumentException(
                    "values of " + valueBits + " bits summed over " + members + " members need " + needed + " of "
                            + USABLE_BITS + " bits: use fewer bits a value or smaller groups");
        }
    }

    /** The most bits of a value that a group of this size leaves room for. */
    public static int fittingBits(int members) {
        return (USABLE_BITS - 1 - ceilLog2(32L * members)) / SLOTS - ceilLog2(members);
    }

    /** Bits of a value's sum over the group. */
    int slotBits() {
        return valueBits + ceilLog2(members);
    }

    /** The binary exponent that values stand above the errors. */
    int errorBits() {
        return ceilLog2(32L * members);
    }

    /** Polynomials that carry so many values. */
    public int polynomials(int values) {
        int each = SLOTS * NumberTheoreticTransform.SIZE;
        return (values + each - 1) / each;
    }

    void requireFits(long value) {
        if (value < -(1L << (valueBits - 1)) || value >= 1L << (valueBits - 1)) {
            throw new IllegalArgumentException("a value does not fit into " + valueBits + " bits");
        }
    }

    /** What is added to a coefficient for two values. */
    long pack(long first, long second) {
        return (first + (second << slotBits())) << errorBits();
    }

    /** The coefficient's packed sums without its errors, of which at most 15 a member came. */
    private long withoutErrors(long centred) {
        return (centred + (1L << (errorBits() - 1))) >> errorBits();
    }

    long first(long centred) {
        int spare = Long.SIZE - slotBits();
        return withoutErrors(centred) << spare >> spare;
    }

    long second(long centred) {
        return (withoutErrors(centred) - first(centred)) >> slotBits();
    }

    private static int ceilLog2(long value) {
        return Long.SIZE - Long.numberOfLeadingZeros(value - 1);
    }
}
