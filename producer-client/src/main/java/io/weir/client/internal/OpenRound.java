package io.weir.client.internal;

import io.weir.wire.RoundOpened;

/**
 * A round that takes updates.
 *
 * @param opened its announcement
 * @param seenAtMs when this process first read it
 * @param beforeStart whether it was open already when this process started: an earlier process may have sent for it
 */
record OpenRound(RoundOpened opened, long seenAtMs, boolean beforeStart) {
    long number() {
        return opened.getRound();
    }
}
