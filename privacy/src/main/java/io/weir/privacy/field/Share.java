package io.weir.privacy.field;

/**
 * A committee member's share of a secret vector; the sum of a member's shares is its share of the secrets' sum.
 *
 * @param member from 1 on
 * @param values in [0, q), one a word of the secret
 */
@SuppressWarnings("ArrayRecordComponent") // added up and handed on; never compared
public record Share(int member, long[] values) {
    public Share {
        if (member < 1) {
            throw new IllegalArgumentException("member " + member + ": members are numbered from 1");
        }
        for (long value : values) {
            if (value < 0 || value >= PrimeField.Q) {
                throw new IllegalArgumentException("a share has a value outside of the field");
            }
        }
    }

    /**
     * The share of the sum of two secrets.
     *
     * @throws IllegalArgumentException if they are shares of different members, or of secrets of different lengths
     */
    public Share plus(Share other) {
        if (other.member != member) {
            throw new IllegalArgumentException(
                    "shares of members " + member + " and " + other.member + " do not add up");
        }
        if (other.values.length != values.length) {
            throw new IllegalArgumentException(
                    "shares of " + values.length + " and " + other.values.length + " words do not add up");
        }
        long[] sum = new long[values.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = PrimeField.add(values[i], other.values[i]);
        }
        return new Share(member, sum);
    }
}
