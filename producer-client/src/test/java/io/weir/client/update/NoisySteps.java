package io.weir.client.update;

import io.weir.client.TrainingException;
import io.weir.client.privacy.PrivateRound;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.wire.RoundOpened;

/** What a participant adds to a sum, before anything hides it. */
public final class NoisySteps {
    private NoisySteps() {}

    public static long[] of(RoundOpened opened, float[] values, ParticipantIdentity identity) throws TrainingException {
        return PrivateUpdate.of(PrivateRound.of(opened).orElseThrow(), values, identity)
                .steps();
    }
}
