package io.weir.client;

import io.weir.client.intercept.UpdateInterceptor;
import io.weir.client.secure.SignedKeys;
import io.weir.client.secure.UpdateHiding;
import io.weir.client.update.EncodedUpdate;
import io.weir.client.update.UpdateEncoder;
import io.weir.privacy.identity.KeyType;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.SecureIdentity;
import io.weir.privacy.secure.FixedPointScale;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.SecureDigests;
import io.weir.schemas.serde.WireTrust;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.Codec;
import io.weir.wire.CommitteeCall;
import io.weir.wire.CommitteeStage;
import io.weir.wire.FederationSettings;
import io.weir.wire.ParticipantKeys;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureGroup;
import io.weir.wire.SecureRound;
import io.weir.wire.SecureSettings;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Five banks that hide their updates: all of one group, all on the committee, of which three open. */
public final class SecureFixtures {
    public static final int VALUE_BITS = 22;
    public static final int THRESHOLD = 3;

    /** A participant with its keys. */
    public record Bank(ParticipantIdentity identity, SecureIdentity keys) {
        public String name() {
            return identity.name();
        }

        public ParticipantKeys published() {
            return SignedKeys.of(Fixtures.FEDERATION, identity, keys, true);
        }

        /** Values that differ by bank, of a norm below 1. */
        public EncodedUpdate update(RoundOpened opened) throws TrainingException {
            return update(opened, values(), 10);
        }

        public EncodedUpdate update(RoundOpened opened, float[] values, int weight) throws TrainingException {
            return encoder(UpdateInterceptor.NONE)
                    .encode(opened, new LocalUpdate(values, 40, weight, Map.of("lossAfter", 0.5)));
        }

        public UpdateEncoder encoder(UpdateInterceptor interceptor) {
            return new UpdateEncoder(
                    identity, interceptor, Optional.of(new UpdateHiding(identity, keys, new SecureRandom())));
        }

        public float[] values() {
            float[] values = new float[Fixtures.TRAINABLE];
            for (int i = 0; i < values.length; i++) {
                values[i] = (name().charAt(name().length() - 1) - 'c') * 0.1f + 0.01f * i;
            }
            return values;
        }
    }

    public static final List<Bank> BANKS = List.of(
            new Bank(Fixtures.BANK_A, SecureIdentity.generate()),
            new Bank(Fixtures.BANK_B, SecureIdentity.generate()),
            bank("bank-c", KeyType.ECDSA_P256),
            bank("bank-d", KeyType.ED25519),
            bank("bank-e", KeyType.ED25519));

    /** Signs announcements and calls. */
    public static final ParticipantIdentity AGGREGATOR = Fixtures.identity("aggregator", KeyType.ED25519);

    static {
        WireTrust.install(); // builders copy records
    }

    private SecureFixtures() {}

    private static Bank bank(String name, KeyType type) {
        return new Bank(Fixtures.identity(name, type), SecureIdentity.generate());
    }

    /** What the operator wrote: which back-end, and who the aggregator is. */
    public static FederationSettings settings(SecureBackend backend) {
        return FederationSettings.newBuilder(Fixtures.settings(5))
                .setSecure(SecureSettings.newBuilder()
                        .setBackend(backend)
                        .setValueBits(VALUE_BITS)
                        .setCommittee(BANKS.size())
                        .setThreshold(THRESHOLD)
                        .setGroups(1)
                        .setGroupMin(2)
                        .setNeighbours(0)
                        .setCommitteeTimeoutMs(60_000)
                        .build())
                .setAggregatorPublicKeys(List.of(ByteBuffer.wrap(AGGREGATOR.publicKey())))
                .build();
    }

    public static RoundOpened signed(RoundOpened opened) {
        return signed(opened, AGGREGATOR);
    }

    public static RoundOpened signed(RoundOpened opened, ParticipantIdentity by) {
        RoundOpened.Builder signed = RoundOpened.newBuilder(opened).setSignatureAlgorithm(by.signatureAlgorithm());
        return signed.setSignature(ByteBuffer.wrap(by.sign(SecureDigests.announcement(signed.build()))))
                .build();
    }

    /** The aggregator calls the committee. */
    public static CommitteeCall call(RoundOpened opened, CommitteeStage stage, List<List<ClosedUpdate>> groups) {
        return signed(
                opened,
                CommitteeCall.newBuilder()
                        .setFederation(opened.getFederation())
                        .setRound(opened.getRound())
                        .setStage(stage)
                        .setGroups(groups)
                        .setCalledAtMs(0)
                        .setDeadlineMs(0)
                        .build(),
                AGGREGATOR);
    }

    public static CommitteeCall signed(RoundOpened opened, CommitteeCall call, ParticipantIdentity by) {
        CommitteeCall.Builder signed = CommitteeCall.newBuilder(call).setSignatureAlgorithm(by.signatureAlgorithm());
        byte[] digest = SecureDigests.signedCall(signed.build(), Digests.configDigest(opened));
        return signed.setSignature(ByteBuffer.wrap(by.sign(digest))).build();
    }

    /** Training round 1, hidden. */
    public static RoundOpened.Builder round(SecureBackend backend) {
        return Fixtures.round(1)
                .setCohort(BANKS.stream()
                        .map(bank -> Fixtures.member(bank.identity()))
                        .toList())
                .setCodec(backend == SecureBackend.RLWE ? Codec.RLWE : Codec.MASKED)
                .setScaleBits(FixedPointScale.bits(VALUE_BITS, 1, 100))
                .setSecure(secure(backend).build());
    }

    public static SecureRound.Builder secure(SecureBackend backend) {
        List<String> names = BANKS.stream().map(Bank::name).toList();
        return SecureRound.newBuilder()
                .setBackend(backend)
                .setValueBits(VALUE_BITS)
                .setKeys(BANKS.stream().map(Bank::published).toList())
                .setCommittee(names)
                .setThreshold(THRESHOLD)
                .setGroups(List.of(new SecureGroup(names)))
                .setGroupMin(2)
                .setNeighbours(0)
                .setCommitteeTimeoutMs(60_000);
    }

    /** Groups by the banks' last letters. */
    public static List<SecureGroup> groups(String... letters) {
        return Stream.of(letters)
                .map(group -> new SecureGroup(group.chars()
                        .mapToObj(letter -> "bank-" + (char) letter)
                        .toList()))
                .toList();
    }

    /** How a call names an update. */
    public static ClosedUpdate closed(EncodedUpdate update) {
        return new ClosedUpdate(
                update.commit().getParticipant(),
                ByteBuffer.wrap(Digests.commitDigest(update.commit())),
                update.commit().getSharesHash());
    }

    public static List<EncodedUpdate> updates(RoundOpened opened, int first, int count) throws TrainingException {
        List<EncodedUpdate> updates = new ArrayList<>();
        for (Bank bank : BANKS.subList(first, first + count)) {
            updates.add(bank.update(opened));
        }
        return updates;
    }
}
