package io.weir.client.secure;

import io.weir.privacy.field.SecretSharing;
import io.weir.privacy.mask.SeedWords;
import io.weir.privacy.rlwe.RlweSecret;
import io.weir.privacy.secure.Backend;
import io.weir.privacy.secure.HiddenRing;
import io.weir.privacy.secure.MaskNeighbours;
import io.weir.privacy.secure.OpeningPlan;
import io.weir.privacy.vss.DealingContext;
import io.weir.privacy.vss.VerifiableSharing;
import io.weir.schemas.digest.Digests;
import io.weir.wire.ParticipantKeys;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureRound;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What follows from the announcement of a round that hides updates, and passed {@link HiddenRoundCheck}. */
public final class HiddenRound {
    private static final String PURPOSE = "update";

    /** Whatever the announcement says: a sum of one is that one. */
    private static final int GROUP_MIN = 2;

    private final RoundOpened opened;
    private final SecureRound secure;
    private final byte[] seed;
    private final HiddenRing ring;
    private final List<NavigableSet<String>> groups = new ArrayList<>();
    private final List<MaskNeighbours> neighbours = new ArrayList<>();
    private final Map<String, Integer> groupOf = new HashMap<>();
    private final Map<String, ParticipantKeys> keys = new HashMap<>();
    private final Map<String, ByteBuffer> publicKeys = new HashMap<>();

    private HiddenRound(RoundOpened opened) {
        this.opened = opened;
        this.secure = opened.getSecure();
        this.seed = Digests.configDigest(opened);
        secure.getGroups().forEach(group -> groups.add(new TreeSet<>(group.getParticipants())));
        for (NavigableSet<String> group : groups) {
            group.forEach(name -> groupOf.put(name, neighbours.size()));
            neighbours.add(new MaskNeighbours(group, secure.getNeighbours(), seed));
        }
        int largest = groups.stream().mapToInt(NavigableSet::size).max().orElse(0);
        this.ring = new HiddenRing(backend(secure.getBackend()), secure.getValueBits(), largest, seed);
        secure.getKeys().forEach(of -> keys.put(of.getParticipant(), of));
        opened.getCohort().forEach(member -> publicKeys.put(member.getParticipant(), member.getPublicKey()));
    }

    /**
     * Of a round that hides updates.
     *
     * @throws IllegalArgumentException if the back-end is unknown, values do not fit into its ring, or a group has fewer than
     *     two members
     */
    public static HiddenRound of(RoundOpened opened) {
        return new HiddenRound(opened);
    }

    private static Backend backend(SecureBackend backend) {
        return switch (backend) {
            case PLAIN -> Backend.PLAIN;
            case MASK -> Backend.MASK;
            case RLWE -> Backend.RLWE;
            case NONE -> throw new IllegalArgumentException("its way of hiding updates is not known");
        };
    }

    /** Its announcement. */
    public RoundOpened opened() {
        return opened;
    }

    /** Digest of its configuration, which is its public seed. */
    public byte[] seed() {
        return seed.clone();
    }

    /** Where rows add up. */
    public HiddenRing ring() {
        return ring;
    }

    /** Whether updates are hidden, so that there are secrets to share. */
    public boolean hides() {
        return ring.backend() != Backend.PLAIN;
    }

    /** In the order of their share numbers, 1 on. */
    public List<String> committee() {
        return secure.getCommittee();
    }

    /** Members whose acknowledgements and shares open a sum. */
    public int threshold() {
        return secure.getThreshold();
    }

    /** Updates without which no sum is opened; at least two. */
    public int groupMin() {
        return Math.max(GROUP_MIN, secure.getGroupMin());
    }

    /** Number of groups. */
    public int groups() {
        return groups.size();
    }

    /** The members of a group, by name. */
    public NavigableSet<String> group(int group) {
        return groups.get(group);
    }

    /** A cohort member's SubjectPublicKeyInfo; empty if the participant is not in the cohort. */
    public Optional<byte[]> publicKey(String participant) {
        return Optional.ofNullable(publicKeys.get(participant)).map(HiddenRound::bytes);
    }

    /** The key that shares for a committee member are sealed for. */
    byte[] hpkeKey(String member) {
        return bytes(keys.get(member).getHpkeKey());
    }

    /** Mask keys of those that a participant shares masks with, by name. */
    Map<String, byte[]> neighbourKeys(String participant) {
        Map<String, byte[]> found = new TreeMap<>();
        for (String name : neighbours(participant)) {
            found.put(name, bytes(keys.get(name).getMaskKey()));
        }
        return found;
    }

    private List<String> neighbours(String participant) {
        return neighbours.get(groupOf.get(participant)).of(participant);
    }

    /** How a participant's secret is shared. The proof binds it to this round, this participant and this committee. */
    VerifiableSharing sharing(String participant) {
        DealingContext context =
                new DealingContext(opened.getFederation(), opened.getRound(), participant, PURPOSE, committee(), seed);
        return new VerifiableSharing(
                new SecretSharing(committee().size(), threshold()), secretWords(participant), context);
    }

    private int secretWords(String participant) {
        return switch (ring.backend()) {
            case PLAIN -> throw new IllegalStateException("nothing is hidden, so there is no secret to share");
            case MASK -> (1 + neighbours(participant).size()) * SeedWords.WORDS;
            case RLWE -> RlweSecret.WORDS;
        };
    }

    /** What opens the sum of some of a group's updates. */
    public OpeningPlan plan(int group, Collection<String> included) {
        return new OpeningPlan(ring.backend(), neighbours.get(group), new TreeSet<>(included));
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }
}
