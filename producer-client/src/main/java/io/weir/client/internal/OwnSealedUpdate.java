package io.weir.client.internal;

import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.RoundTask;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * This participant's update of a training round, as the seal names it.
 *
 * @param opened the round's announcement
 * @param commitDigest of the commit that counted
 */
record OwnSealedUpdate(RoundOpened opened, ByteBuffer commitDigest) {
    static Optional<OwnSealedUpdate> of(RoundSealed sealed, String participant) {
        return sealed.getUpdates().stream()
                .filter(update -> sealed.getOpened().getTask() == RoundTask.TRAINING
                        && update.getParticipant().equals(participant))
                .findFirst()
                .map(update -> new OwnSealedUpdate(sealed.getOpened(), update.getCommitDigest()));
    }

    long round() {
        return opened.getRound();
    }
}
