package io.weir.privacy.secure;

import io.weir.privacy.field.PrimeField;
import io.weir.privacy.mask.Masks;
import io.weir.privacy.rlwe.RlweCipher;
import io.weir.privacy.rlwe.RlweSecret;
import io.weir.privacy.rlwe.SlotPacking;

/**
 * The ring in which a round's hidden updates add up: Z_2^32 for PLAIN and MASK, Z_q[x]/(x^4096 + 1) for RLWE. A chunk of
 * values becomes a row of words; sums of rows open to sums of values.
 *
 * @param valueBits of one value in two's complement
 * @param members of the largest group
 * @param roundSeed 32 public bytes that are this round's
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record HiddenRing(Backend backend, int valueBits, int members, byte[] roundSeed) {
    private static final int MASK_BITS = 32;
    private static final long LOW = 0xFFFF_FFFFL;

    /**
     * Checks that the sum of a group fits.
     *
     * @throws IllegalArgumentException if not
     */
    public HiddenRing {
        if (valueBits < 2 || valueBits > fittingBits(backend, members)) {
            throw new IllegalArgumentException("values of " + valueBits + " bits do not fit: back-end " + backend
                    + " has " + fittingBits(backend, members) + " bits a value for groups of " + members);
        }
    }

    /** The most bits a value may have. */
    public static int fittingBits(Backend backend, int members) {
        int atLeastTwo = Math.max(2, members);
        int sumBits = Integer.SIZE - Integer.numberOfLeadingZeros(atLeastTwo - 1);
        return backend == Backend.RLWE ? SlotPacking.fittingBits(atLeastTwo) : MASK_BITS - sumBits;
    }

    /** Words of a row of so many values. */
    public int words(int values) {
        return backend == Backend.RLWE ? cipher(0).words(values) : values;
    }

    RlweCipher cipher(int chunk) {
        return new RlweCipher(new SlotPacking(valueBits, Math.max(2, members)), roundSeed, chunk);
    }

    /** An empty sum. */
    public long[] zero(int values) {
        return new long[words(values)];
    }

    /** Whether all of the first {@code length} words are elements of the ring. */
    public boolean holds(long[] row, int length) {
        long limit = backend == Backend.RLWE ? PrimeField.Q : LOW + 1;
        for (int i = 0; i < length; i++) {
            if (row[i] < 0 || row[i] >= limit) {
                return false;
            }
        }
        return true;
    }

    /**
     * Adds a row to a sum.
     *
     * @throws IllegalArgumentException if a word is outside of the ring; the sum is then as it was
     */
    public void add(long[] sum, long[] row) {
        if (backend == Backend.RLWE) {
            RlweCipher.add(sum, row);
        } else {
            for (int i = 0; i < sum.length; i++) {
                sum[i] = (sum[i] + row[i]) & LOW;
            }
        }
    }

    /** Takes a row back that was added. */
    public void subtract(long[] sum, long[] row) {
        if (backend == Backend.RLWE) {
            RlweCipher.subtract(sum, row);
        } else {
            for (int i = 0; i < sum.length; i++) {
                sum[i] = (sum[i] - row[i]) & LOW;
            }
        }
    }

    /**
     * The sums of the values of exactly the participants whose keys these are; as good as random with any others.
     *
     * @param chunk its index in the vector
     */
    public long[] open(int chunk, long[] sum, int values, GroupKeys keys) {
        if (keys instanceof GroupKeys.OfRlwe rlwe) {
            try (RlweSecret secret = RlweSecret.of(rlwe.words())) {
                return cipher(chunk).open(sum, values, secret);
            }
        }
        int[] opened = new int[values];
        for (int i = 0; i < values; i++) {
            opened[i] = (int) sum[i];
        }
        if (keys instanceof GroupKeys.OfMask mask) {
            mask.own().forEach(seed -> Masks.takeOffOwn(opened, chunk, seed));
            mask.pairs()
                    .forEach(pair -> Masks.takeOffPair(opened, chunk, pair.included(), pair.dropped(), pair.seed()));
        }
        long[] sums = new long[values];
        for (int i = 0; i < values; i++) {
            sums[i] = opened[i];
        }
        return sums;
    }
}
