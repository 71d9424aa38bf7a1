package io.weir.client.secure;

import io.weir.client.TrainingException;
import io.weir.privacy.hpke.HpkeException;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.SecureIdentity;
import io.weir.privacy.secure.Concealment;
import io.weir.schemas.arrow.RingCodecs;
import io.weir.wire.UpdateShares;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** Hides the fixed-point values of one participant's updates. */
public final class UpdateHiding {
    private final ParticipantIdentity identity;
    private final SecureIdentity keys;
    private final SecureRandom random;

    /** @param random secrets are drawn from it */
    public UpdateHiding(ParticipantIdentity identity, SecureIdentity keys, SecureRandom random) {
        this.identity = identity;
        this.keys = keys;
        this.random = random;
    }

    /**
     * What goes out of a hidden update.
     *
     * @param payloads by chunk index
     * @param shares for the committee; without envelopes if nothing is hidden
     */
    public record Hidden(List<byte[]> payloads, UpdateShares shares) {
        public Hidden {
            payloads = List.copyOf(payloads);
        }
    }

    /**
     * Hides an update under fresh secrets, which are overwritten before this returns.
     *
     * @param values a chunk's values, by its index; the arrays may be overwritten
     * @throws TrainingException if another participant's key cannot be used
     */
    public Hidden hide(HiddenRound round, int chunkCount, IntFunction<int[]> values) throws TrainingException {
        try (Concealment concealment = concealment(round)) {
            List<byte[]> payloads = new ArrayList<>();
            for (int c = 0; c < chunkCount; c++) {
                long[] row = concealment.conceal(c, values.apply(c));
                payloads.add(RingCodecs.encode(round.opened().getCodec(), row, 0, row.length));
            }
            return new Hidden(payloads, shares(round, concealment));
        } catch (HpkeException | IllegalArgumentException e) {
            throw new TrainingException(
                    "the update of round " + round.opened().getRound() + " cannot be hidden: " + e.getMessage()
                            + "; tell the operator",
                    e);
        }
    }

    private Concealment concealment(HiddenRound round) {
        return switch (round.ring().backend()) {
            case PLAIN -> Concealment.plain(round.ring());
            case MASK ->
                Concealment.masks(
                        round.ring(),
                        identity.name(),
                        keys.maskKey(identity.name()),
                        round.neighbourKeys(identity.name()),
                        random);
            case RLWE -> Concealment.rlwe(round.ring(), random);
        };
    }

    private UpdateShares shares(HiddenRound round, Concealment concealment) {
        if (!round.hides()) {
            return ShareEnvelopes.none(round, identity);
        }
        long[] secret = concealment.secret();
        try {
            return ShareEnvelopes.seal(round, identity, secret, random);
        } finally {
            Arrays.fill(secret, 0);
        }
    }
}
