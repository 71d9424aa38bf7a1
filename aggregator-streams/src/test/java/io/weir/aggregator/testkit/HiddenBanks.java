package io.weir.aggregator.testkit;

import io.weir.aggregator.testkit.Federation.Sent;
import io.weir.privacy.field.SecretSharing;
import io.weir.privacy.field.Share;
import io.weir.privacy.hpke.HpkeKeyPair;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.mask.MaskKey;
import io.weir.privacy.secure.Backend;
import io.weir.privacy.secure.Concealment;
import io.weir.privacy.secure.FixedPointScale;
import io.weir.privacy.secure.HiddenRing;
import io.weir.privacy.secure.MaskNeighbours;
import io.weir.privacy.secure.OpeningPlan;
import io.weir.schemas.arrow.RingCodecs;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.SecureDigests;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.Accusation;
import io.weir.wire.AccusationCode;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.CommitteeCall;
import io.weir.wire.OpenedShares;
import io.weir.wire.ParticipantKeys;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureRound;
import io.weir.wire.ShareCheck;
import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import io.weir.wire.UpdateShares;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Banks that hide their updates, and serve as a committee; their shares go from hand to hand. */
public final class HiddenBanks {
    private static final HpkeKeyPair HPKE = HpkeKeyPair.generate();

    private final Federation federation;
    private final Map<String, MaskKey> maskKeys = new HashMap<>();
    /** By participant: a share for each member. */
    private final Map<String, List<Share>> shares = new HashMap<>();

    private final Map<String, List<UpdateChunk>> sent = new HashMap<>();
    /** By participant: the fixed-point values that it hid. */
    private final Map<String, long[]> values = new HashMap<>();

    public HiddenBanks(Federation federation) {
        this.federation = federation;
        federation.banks().forEach(bank -> maskKeys.put(bank, MaskKey.generate(bank)));
    }

    public ParticipantKeys keys(String bank) {
        return keys(bank, Long.MAX_VALUE, HPKE.publicKey().encoded());
    }

    /** Keys with a point of small order, for which nobody can seal anything. */
    public ParticipantKeys smallOrder(String bank) {
        return keys(bank, Long.MAX_VALUE, new byte[32]);
    }

    /** Keys that were valid until a second before. */
    public ParticipantKeys expired(String bank) {
        return keys(bank, Federation.NOW.toEpochMilli() - 1000, HPKE.publicKey().encoded());
    }

    private ParticipantKeys keys(String bank, long notAfterMs, byte[] hpkeKey) {
        ParticipantKeys keys = ParticipantKeys.newBuilder()
                .setFederation(Federation.NAME)
                .setParticipant(bank)
                .setHpkeKey(ByteBuffer.wrap(hpkeKey))
                .setMaskKey(ByteBuffer.wrap(maskKeys.get(bank).publicKey()))
                .setCommittee(true)
                .setNotBeforeMs(0)
                .setNotAfterMs(notAfterMs)
                .setSignatureAlgorithm("Ed25519")
                .setSignature(ByteBuffer.allocate(0))
                .build();
        return ParticipantKeys.newBuilder(keys)
                .setSignature(sign(bank, SecureDigests.keys(keys)))
                .build();
    }

    private ByteBuffer sign(String bank, byte[] digest) {
        ParticipantIdentity identity = federation.identity(bank);
        return ByteBuffer.wrap(identity.sign(digest));
    }

    private static HiddenRing ring(RoundOpened opened) {
        SecureRound secure = opened.getSecure();
        int largest = secure.getGroups().stream()
                .mapToInt(group -> group.getParticipants().size())
                .max()
                .orElseThrow();
        return new HiddenRing(
                Backend.valueOf(secure.getBackend().name()),
                secure.getValueBits(),
                largest,
                Digests.configDigest(opened));
    }

    private static int groupOf(RoundOpened opened, String bank) {
        for (int g = 0; g < opened.getSecure().getGroups().size(); g++) {
            if (opened.getSecure().getGroups().get(g).getParticipants().contains(bank)) {
                return g;
            }
        }
        throw new IllegalArgumentException(bank);
    }

    private static MaskNeighbours neighbours(RoundOpened opened, int group) {
        return new MaskNeighbours(
                new TreeSet<>(opened.getSecure().getGroups().get(group).getParticipants()),
                opened.getSecure().getNeighbours(),
                Digests.configDigest(opened));
    }

    private Concealment concealment(RoundOpened opened, String bank) {
        HiddenRing ring = ring(opened);
        if (ring.backend() == Backend.PLAIN) {
            return Concealment.plain(ring);
        }
        if (ring.backend() == Backend.RLWE) {
            return Concealment.rlwe(ring, new SecureRandom());
        }
        Map<String, byte[]> keys = new TreeMap<>();
        neighbours(opened, groupOf(opened, bank))
                .of(bank)
                .forEach(name -> keys.put(name, maskKeys.get(name).publicKey()));
        return Concealment.masks(ring, bank, maskKeys.get(bank), keys, new SecureRandom());
    }

    /** Chunks and commits of a hidden update. */
    public List<Sent> update(RoundOpened opened, String bank, float[] delta, int weight) {
        VectorChunks layout = new VectorChunks(delta.length, opened.getChunkParameters());
        List<UpdateChunk> chunks = new ArrayList<>();
        long[] quantised = new long[delta.length];
        try (Concealment concealment = concealment(opened, bank)) {
            for (int c = 0; c < layout.chunkCount(); c++) {
                int[] fixed = new int[layout.length(c)];
                for (int i = 0; i < fixed.length; i++) {
                    int at = (int) layout.first(c) + i;
                    fixed[i] = FixedPointScale.quantise(delta[at], weight, opened.getScaleBits());
                    quantised[at] = fixed[i];
                }
                long[] words = concealment.conceal(c, fixed);
                byte[] payload = RingCodecs.encode(opened.getCodec(), words, 0, words.length);
                chunks.add(UpdateChunk.newBuilder()
                        .setFederation(Federation.NAME)
                        .setRound(opened.getRound())
                        .setParticipant(bank)
                        .setBaseVersion(opened.getBaseVersion())
                        .setWeight(weight)
                        .setChunkIndex(c)
                        .setChunkCount(layout.chunkCount())
                        .setFirstParameter(layout.first(c))
                        .setLength(layout.length(c))
                        .setCodec(opened.getCodec())
                        .setPayload(ByteBuffer.wrap(payload))
                        .setSha256(ByteBuffer.wrap(Digests.sha256(payload)))
                        .build());
            }
            SecureRound secure = opened.getSecure();
            if (!secure.getCommittee().isEmpty()) {
                shares.put(
                        bank,
                        new SecretSharing(secure.getCommittee().size(), secure.getThreshold())
                                .share(concealment.secret(), new SecureRandom()));
            }
        }
        values.put(bank, quantised);
        sent.put(bank, chunks);
        return frames(opened, bank, chunks);
    }

    private List<Sent> frames(RoundOpened opened, String bank, List<UpdateChunk> chunks) {
        List<Sent> records = new ArrayList<>();
        chunks.forEach(chunk -> records.add(federation.frame(chunk, chunk.getChunkIndex() % opened.getPartitions())));
        UpdateCommit commit = federation.sign(federation
                .commit(opened, bank, chunks)
                .setSharesHash(ByteBuffer.wrap(SecureDigests.shares(shares(opened, bank))))
                .build());
        for (int p = 0; p < Math.min(opened.getPartitions(), chunks.size()); p++) {
            records.add(federation.frame(commit, p));
        }
        return records;
    }

    /** What a bank sent last, byte for byte, in the name of another. */
    public List<Sent> copy(RoundOpened opened, String bank, String copyist) {
        List<UpdateChunk> chunks = sent.get(bank).stream()
                .map(chunk ->
                        UpdateChunk.newBuilder(chunk).setParticipant(copyist).build())
                .toList();
        shares.put(copyist, shares.get(bank));
        return frames(opened, copyist, chunks);
    }

    /** The sums of what these banks hid, added up in the clear. */
    public List<Long> sum(List<String> banks) {
        long[] sum = new long[values.get(banks.get(0)).length];
        for (String bank : banks) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += values.get(bank)[i];
            }
        }
        return Arrays.stream(sum).boxed().toList();
    }

    /** Shares without an envelope, which go from hand to hand. */
    public UpdateShares shares(RoundOpened opened, String bank) {
        UpdateShares shares = UpdateShares.newBuilder()
                .setFederation(Federation.NAME)
                .setRound(opened.getRound())
                .setParticipant(bank)
                .setEnvelopes(List.of())
                .setProof(ByteBuffer.allocate(0))
                .setSignatureAlgorithm("Ed25519")
                .setSignature(ByteBuffer.allocate(0))
                .build();
        return UpdateShares.newBuilder(shares)
                .setSignature(sign(bank, SecureDigests.shares(shares)))
                .build();
    }

    public Accusation missing(String bank) {
        return Accusation.newBuilder()
                .setParticipant(bank)
                .setCode(AccusationCode.SHARES_MISSING)
                .setDetail("none")
                .build();
    }

    public ShareCheck check(RoundOpened opened, CommitteeCall call, String member, List<Accusation> accusations) {
        ShareCheck check = ShareCheck.newBuilder()
                .setFederation(Federation.NAME)
                .setRound(opened.getRound())
                .setMember(member)
                .setCallDigest(ByteBuffer.wrap(SecureDigests.call(call, Digests.configDigest(opened))))
                .setAccusations(accusations)
                .setSignatureAlgorithm("Ed25519")
                .setSignature(ByteBuffer.allocate(0))
                .build();
        return ShareCheck.newBuilder(check)
                .setSignature(sign(member, SecureDigests.check(check)))
                .build();
    }

    /** A member's part of one group's keys; with {@code error} added to its first word. */
    public OpenedShares open(RoundOpened opened, CommitteeCall call, int group, String member, long error) {
        List<ClosedUpdate> updates = call.getGroups().get(group);
        TreeSet<String> included = new TreeSet<>();
        updates.forEach(update -> included.add(update.getParticipant()));
        int index = opened.getSecure().getCommittee().indexOf(member);
        long[] part = new OpeningPlan(ring(opened).backend(), neighbours(opened, group), included)
                .part(name -> shares.get(name).get(index).values());
        part[0] += error;
        ByteBuffer bytes = ByteBuffer.allocate(part.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(part);
        OpenedShares shared = OpenedShares.newBuilder()
                .setFederation(Federation.NAME)
                .setRound(opened.getRound())
                .setGroup(group)
                .setMember(member)
                .setCloseDigest(ByteBuffer.wrap(SecureDigests.close(
                        Federation.NAME, opened.getRound(), group, updates, Digests.configDigest(opened))))
                .setShares(bytes)
                .setSignatureAlgorithm("Ed25519")
                .setSignature(ByteBuffer.allocate(0))
                .build();
        return OpenedShares.newBuilder(shared)
                .setSignature(sign(member, SecureDigests.opened(shared)))
                .build();
    }
}
