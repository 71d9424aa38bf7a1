package io.weir.client.secure;

import io.weir.privacy.identity.IdentityException;
import io.weir.privacy.identity.Signatures;
import io.weir.privacy.identity.TrustedCertificates;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.CommitteeCall;
import io.weir.wire.FederationSettings;
import io.weir.wire.RoundOpened;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Keys of a federation's aggregator, one for each instance or one for all: what they did not sign is somebody else's. */
public final class AggregatorKeys {
    private final List<ByteBuffer> keys;

    private AggregatorKeys(Collection<ByteBuffer> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * These keys.
     *
     * @param keys SubjectPublicKeyInfo, DER
     */
    public static AggregatorKeys of(Collection<ByteBuffer> keys) {
        return new AggregatorKeys(keys);
    }

    /** Those that the operator wrote into the federation's settings. */
    public static AggregatorKeys of(Optional<FederationSettings> settings) {
        return new AggregatorKeys(
                settings.map(FederationSettings::getAggregatorPublicKeys).orElse(List.of()));
    }

    /** Those of certificates that the participant has from the aggregator's owner itself. */
    public static AggregatorKeys of(TrustedCertificates certificates) {
        return new AggregatorKeys(certificates.keys());
    }

    /** Whether nobody is known to be the aggregator. */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Whether the aggregator announced this round. */
    public boolean signed(RoundOpened opened) {
        return signed(SecureDigests.announcement(opened), opened.getSignatureAlgorithm(), opened.getSignature());
    }

    /**
     * Whether the aggregator called the committee.
     *
     * @param configDigest of the round
     */
    public boolean signed(CommitteeCall call, byte[] configDigest) {
        return signed(SecureDigests.signedCall(call, configDigest), call.getSignatureAlgorithm(), call.getSignature());
    }

    private boolean signed(byte[] digest, String algorithm, ByteBuffer signature) {
        return keys.stream().anyMatch(key -> verify(key, algorithm, digest, signature));
    }

    private static boolean verify(ByteBuffer key, String algorithm, byte[] digest, ByteBuffer signature) {
        try {
            return Signatures.verify(Bytes.copy(key), algorithm, digest, Bytes.copy(signature));
        } catch (IdentityException e) {
            return false; // the settings name a key that is none
        }
    }
}
