package io.weir.client.secure;

import io.weir.privacy.identity.IdentityException;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.SecureIdentity;
import io.weir.privacy.identity.SignatureMemo;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.ParticipantKeys;
import java.nio.ByteBuffer;

/** What a participant publishes of its keys. */
public final class SignedKeys {
    private static final ByteBuffer UNSIGNED = ByteBuffer.allocate(0);

    private SignedKeys() {}

    /**
     * A participant's keys, valid as long as its certificate.
     *
     * @param committee whether it serves on committees
     */
    public static ParticipantKeys of(
            String federation, ParticipantIdentity identity, SecureIdentity keys, boolean committee) {
        ParticipantKeys unsigned = ParticipantKeys.newBuilder()
                .setFederation(federation)
                .setParticipant(identity.name())
                .setHpkeKey(ByteBuffer.wrap(keys.hpke().publicKey().encoded()))
                .setMaskKey(ByteBuffer.wrap(keys.maskKey(identity.name()).publicKey()))
                .setCommittee(committee)
                .setNotBeforeMs(
                        identity.certificate().getNotBefore().toInstant().toEpochMilli())
                .setNotAfterMs(identity.certificate().getNotAfter().toInstant().toEpochMilli())
                .setSignatureAlgorithm(identity.signatureAlgorithm())
                .setSignature(UNSIGNED.duplicate())
                .build();
        return ParticipantKeys.newBuilder(unsigned)
                .setSignature(ByteBuffer.wrap(identity.sign(SecureDigests.keys(unsigned))))
                .build();
    }

    /** Whether the owner of a certificate's key signed them. */
    static boolean isSigned(ParticipantKeys keys, ByteBuffer publicKey, SignatureMemo signatures) {
        try {
            return signatures.verify(
                    Bytes.copy(publicKey),
                    keys.getSignatureAlgorithm(),
                    SecureDigests.keys(keys),
                    Bytes.copy(keys.getSignature()));
        } catch (IdentityException e) {
            return false; // the cohort names a key that is none
        }
    }

    /**
     * Whether what is published is as good as what would be.
     *
     * @param publicKey the participant's, SubjectPublicKeyInfo
     */
    public static boolean stands(ParticipantKeys published, ParticipantKeys own, byte[] publicKey) {
        return ByteBuffer.wrap(SecureDigests.keys(published)).equals(ByteBuffer.wrap(SecureDigests.keys(own)))
                && isSigned(published, ByteBuffer.wrap(publicKey), new SignatureMemo(1));
    }
}
