package io.weir.client.intercept;

import io.weir.wire.RoundOpened;

/** Falsifies updates at three places. Each method gives back what to go on with; by default, what it was given. */
public interface UpdateInterceptor {
    /** Leaves updates as they are. */
    UpdateInterceptor NONE = new UpdateInterceptor() {};

    /**
     * The vector that is about to be encoded, already checked and clipped. Another array that is given back is encoded
     * without checks and without clipping, whatever its values or length.
     */
    default float[] beforeEncoding(RoundOpened opened, float[] values) {
        return values;
    }

    /** Every chunk, and the commit that names them, before the commit is signed. */
    default DraftUpdate beforeSigning(RoundOpened opened, DraftUpdate draft) {
        return draft;
    }

    /** Whether it does what a committee member is called for; one that does not stays silent. */
    default boolean answersCommittee() {
        return true;
    }

    /**
     * The bytes of a record, before it is sent.
     *
     * @param key the record's key: a chunk's, a commit's or that of the committee's shares, see {@code io.weir.schemas.Keys}
     */
    default byte[] beforeSending(RoundOpened opened, String key, byte[] value) {
        return value;
    }
}
