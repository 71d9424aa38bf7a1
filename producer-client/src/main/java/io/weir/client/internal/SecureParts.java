package io.weir.client.internal;

import io.weir.client.ParticipantConfig;
import io.weir.client.secure.AggregatorKeys;
import io.weir.client.secure.AnnouncementCheck;
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
 * @param announcements who may announce rounds
 * @param check which rounds to take part in
 */
public record SecureParts(SecureIdentity keys, AnnouncementCheck announcements, HiddenRoundCheck check) {
    /**
     * From a configuration.
     *
     * @throws io.weir.privacy.identity.IdentityException if the trusted certificates cannot be read
     */
    public static SecureParts of(ParticipantConfig config, SecureIdentity keys) {
        return new SecureParts(
                keys,
                new AnnouncementCheck(
                        config.secure()
                                .trustedAggregators()
                                .map(TrustedCertificates::load)
                                .map(AggregatorKeys::of),
                        config.secure().required()),
                new HiddenRoundCheck(
                        config.participant(),
                        keys,
                        config.secure().trustedCertificates().map(TrustedCertificates::load)));
    }

    UpdateHiding hiding(ParticipantIdentity identity) {
        return new UpdateHiding(identity, keys, new SecureRandom());
    }
}
