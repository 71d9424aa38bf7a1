package io.weir.aggregator.internal.guard;

import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.CommitteeCall;
import io.weir.wire.FederationSettings;
import io.weir.wire.RoundOpened;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Signs what participants act upon before anybody could have audited it: announcements of rounds and calls of committees.
 *
 * @param identity of this instance; without it nothing is signed
 */
public record Announcer(Optional<ParticipantIdentity> identity) {
    /** What this instance lacks to announce rounds that participants believe. */
    Optional<String> lacks(FederationSettings settings) {
        if (settings.getAggregatorPublicKeys().isEmpty()) {
            return Optional.empty();
        }
        if (identity.isEmpty()) {
            return Optional.of(
                    "an identity: the federation's rounds are signed, start `weir aggregator` with --identity");
        }
        return settings.getAggregatorPublicKeys()
                        .contains(ByteBuffer.wrap(identity.get().publicKey()))
                ? Optional.empty()
                : Optional.of("the certificate of '" + identity.get().name() + "' in the federation's settings: start"
                        + " `weir aggregator` with the --identity that `weir federation create --aggregator-certificate`"
                        + " named, or name this one with `weir federation aggregators`");
    }

    RoundOpened sign(RoundOpened unsigned) {
        return identity.map(by -> sign(unsigned, by)).orElse(unsigned);
    }

    private static RoundOpened sign(RoundOpened unsigned, ParticipantIdentity by) {
        RoundOpened.Builder opened = RoundOpened.newBuilder(unsigned).setSignatureAlgorithm(by.signatureAlgorithm());
        byte[] signature = by.sign(SecureDigests.announcement(opened.build()));
        return opened.setSignature(ByteBuffer.wrap(signature)).build();
    }

    CommitteeCall sign(CommitteeCall unsigned, RoundOpened opened) {
        return identity.map(by -> sign(unsigned, opened, by)).orElse(unsigned);
    }

    private static CommitteeCall sign(CommitteeCall unsigned, RoundOpened opened, ParticipantIdentity by) {
        CommitteeCall.Builder call = CommitteeCall.newBuilder(unsigned).setSignatureAlgorithm(by.signatureAlgorithm());
        byte[] signature = by.sign(SecureDigests.signedCall(call.build(), Digests.configDigest(opened)));
        return call.setSignature(ByteBuffer.wrap(signature)).build();
    }
}
