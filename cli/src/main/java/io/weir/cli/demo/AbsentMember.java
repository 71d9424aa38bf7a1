package io.weir.cli.demo;

import io.weir.client.intercept.DraftUpdate;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.wire.RoundOpened;

/** A bank that serves on the committee and never answers. Its updates are what they would be otherwise. */
record AbsentMember(UpdateInterceptor updates) implements UpdateInterceptor {
    @Override
    public boolean answersCommittee() {
        return false;
    }

    @Override
    public float[] beforeEncoding(RoundOpened opened, float[] values) {
        return updates.beforeEncoding(opened, values);
    }

    @Override
    public DraftUpdate beforeSigning(RoundOpened opened, DraftUpdate draft) {
        return updates.beforeSigning(opened, draft);
    }

    @Override
    public byte[] beforeSending(RoundOpened opened, String key, byte[] value) {
        return updates.beforeSending(opened, key, value);
    }
}
