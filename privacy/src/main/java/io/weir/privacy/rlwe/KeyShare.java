package io.weir.privacy.rlwe;

/**
 * A committee member's share of a key, or of a sum of keys: the sum of a member's shares is its share of the keys' sum.
 *
 * @param member from 1 on
 * @param values modulo q, one a coefficient of the key
 */
@SuppressWarnings("ArrayRecordComponent") // added up and handed on; never compared
public record KeyShare(int member, long[] values) {
    public KeyShare {
        if (member < 1) {
            throw new IllegalArgumentException("member " + member + ": members are numbered from 1");
        }
        if (values.length != NumberTheoreticTransform.SIZE) {
            throw new IllegalArgumentException(
                    "a share of " + values.length + " values; needed are " + NumberTheoreticTransform.SIZE);
        }
        for (long value : values) {
            if (value < 0 || value >= RingModulus.Q) {
                throw new IllegalArgumentException("a share has a value outside of the ring");
            }
        }
    }

    /**
     * The share of the sum of two keys.
     *
     * @throws IllegalArgumentException if they are shares of different members
     */
    public KeyShare plus(KeyShare other) {
        if (other.member != member) {
            throw new IllegalArgumentException(
                    "shares of members " + member + " and " + other.member + " do not add up");
        }
        long[] sum = new long[values.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = RingModulus.add(values[i], other.values[i]);
        }
        return new KeyShare(member, sum);
    }
}
