package io.weir.client.attested;

import io.weir.client.TrainingException;
import io.weir.privacy.hpke.HpkeException;
import io.weir.privacy.hpke.HpkePublicKey;
import io.weir.privacy.identity.IdentityException;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.sealing.SealingContext;
import io.weir.privacy.sealing.UpdateSealer;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.Digests;
import io.weir.wire.RoundOpened;
import java.util.List;

/** Seals one participant's updates for the keys of attested rounds. */
public final class UpdateSealing {
    private final ParticipantIdentity identity;
    private final UpdateSealer sealer;

    /** @param identity in whose name updates are sealed; content keys follow from its private key */
    public UpdateSealing(ParticipantIdentity identity) {
        this.identity = identity;
        this.sealer = new UpdateSealer(identity::secret);
    }

    /**
     * The payloads as they go out; as they are, if the round is not attested.
     *
     * @param payloads by chunk index
     * @throws TrainingException if they cannot be sealed
     */
    public List<byte[]> seal(RoundOpened opened, int weight, List<byte[]> payloads) throws TrainingException {
        if (opened.getAttested() == null) {
            return payloads;
        }
        try {
            List<HpkePublicKey> keys = opened.getAttested().getKeys().stream()
                    .map(key -> HpkePublicKey.of(Bytes.copy(key.getHpkeKey())))
                    .toList();
            return sealer.seal(
                    new SealingContext(Digests.configDigest(opened), identity.name(), weight, payloads.size()),
                    keys,
                    payloads);
        } catch (HpkeException | IdentityException e) {
            throw new TrainingException(
                    "the update of round " + opened.getRound() + " cannot be sealed: " + e.getMessage(), e);
        }
    }
}
