package io.weir.cli.audit;

import io.weir.client.intercept.DraftUpdate;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.privacy.hpke.HpkePublicKey;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.Bytes;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.schemas.digest.SecureDigests;
import io.weir.schemas.serde.WeirSerdes;
import io.weir.wire.ParticipantKeys;
import io.weir.wire.RoundOpened;
import io.weir.wire.ShareEnvelope;
import io.weir.wire.UpdateShares;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/** Signs, in one round, envelopes that were sealed for another purpose, so that no member can open its own. */
final class FalseDealer implements UpdateInterceptor {
    private final ParticipantIdentity identity;
    private final long round;
    private final Map<String, Object> clientProperties;
    private Optional<UpdateShares> dealt = Optional.empty();

    FalseDealer(ParticipantIdentity identity, long round, Map<String, Object> clientProperties) {
        this.identity = identity;
        this.round = round;
        this.clientProperties = Map.copyOf(clientProperties);
    }

    @Override
    public DraftUpdate beforeSigning(RoundOpened opened, DraftUpdate draft) {
        if (opened.getRound() != round) {
            return draft;
        }
        UpdateShares shares = deal(opened);
        dealt = Optional.of(shares);
        return new DraftUpdate(
                draft.chunks(), draft.commit().setSharesHash(ByteBuffer.wrap(SecureDigests.shares(shares))));
    }

    @Override
    public byte[] beforeSending(RoundOpened opened, String key, byte[] value) {
        if (opened.getRound() != round || !key.equals(Keys.committee(round, identity.name()))) {
            return value;
        }
        try (Serializer<SpecificRecord> serializer = WeirSerdes.serializer(clientProperties)) {
            return serializer.serialize(new Topics(opened.getFederation()).committee(), dealt.orElseThrow());
        }
    }

    private UpdateShares deal(RoundOpened opened) {
        UpdateShares unsigned = UpdateShares.newBuilder()
                .setFederation(opened.getFederation())
                .setRound(round)
                .setParticipant(identity.name())
                .setEnvelopes(opened.getSecure().getCommittee().stream()
                        .map(member -> new ShareEnvelope(member, ByteBuffer.wrap(sealed(opened, member))))
                        .toList())
                .setProof(ByteBuffer.allocate(0))
                .setSignatureAlgorithm(identity.signatureAlgorithm())
                .build();
        return UpdateShares.newBuilder(unsigned)
                .setSignature(ByteBuffer.wrap(identity.sign(SecureDigests.shares(unsigned))))
                .build();
    }

    private byte[] sealed(RoundOpened opened, String member) {
        byte[] key = opened.getSecure().getKeys().stream()
                .filter(keys -> keys.getParticipant().equals(member))
                .map(ParticipantKeys::getHpkeKey)
                .map(Bytes::copy)
                .findFirst()
                .orElseThrow();
        byte[] aad = SecureDigests.envelope(opened.getFederation(), round, identity.name(), member);
        return HpkePublicKey.of(key).seal(new byte[] {1}, aad, new byte[64]);
    }
}
