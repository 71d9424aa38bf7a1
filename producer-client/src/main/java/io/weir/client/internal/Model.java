package io.weir.client.internal;

import io.weir.wire.ModelHead;

/**
 * A published version whose digest holds.
 *
 * @param head names it
 * @param parameters every tensor, in manifest order
 */
@SuppressWarnings("ArrayRecordComponent") // internal carrier, never compared
record Model(ModelHead head, float[] parameters) {
    long version() {
        return head.getVersion();
    }

    @Override
    public String toString() {
        return "Model[version=" + version() + ", digest=" + head.getDigest() + "]";
    }
}
