package io.weir.client.internal;

import io.weir.client.ParticipantConfig;
import io.weir.client.secure.HiddenRoundCheck;
import io.weir.client.secure.UpdateHiding;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.SecureIdentity;
import io.weir.privacy.identity.TrustedCertificates;
import java.security.SecureRandom;

/**
 * What a participant has for secure aggregation.
 *
 * @param keys its own
 * @param check which rounds to take part in
 */
public record SecureParts(SecureIdentity keys, HiddenRoundCheck check) {
    /**
     * From a configuration.
     *
     * @throws io.weir.privacy.identity.IdentityException if the trusted certificates cannot be read
     */
    public static SecureParts of(ParticipantConfig config, SecureIdentity keys) {
        return new SecureParts(
                keys,
                new HiddenRoundCheck(
                        config.participant(),
                        keys,
                        config.secure().trustedCertificates().map(TrustedCertificates::load)));
    }

    UpdateHiding hiding(ParticipantIdentity identity) {
        return new UpdateHiding(identity, keys, new SecureRandom());
    }
}
