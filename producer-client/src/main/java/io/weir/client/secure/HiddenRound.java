package io.weir.client.secure;

import io.weir.privacy.secure.Backend;
import io.weir.privacy.secure.HiddenRing;
import io.weir.privacy.secure.HidingPlan;
import io.weir.privacy.secure.OpeningPlan;
import io.weir.privacy.vss.VerifiableSharing;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.Digests;
import io.weir.wire.ParticipantKeys;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureGroup;
import io.weir.wire.SecureRound;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;

/** What follows from the announcement of a round that hides updates, and passed {@link HiddenRoundCheck}. */
public final class HiddenRound {
    /** Whatever the announcement says: a sum of one is that one. */
    private static final int GROUP_MIN = 2;

    private final RoundOpened opened;
    private final SecureRound secure;
    private final HidingPlan plan;
    private final Map<String, ParticipantKeys> keys = new HashMap<>();
    private final Map<String, ByteBuffer> publicKeys = new HashMap<>();

    private HiddenRound(RoundOpened opened) {
        this.opened = opened;
        this.secure = opened.getSecure();
        this.plan = new HidingPlan(
                new HidingPlan.RoundName(opened.getFederation(), opened.getRound()),
                backend(secure.getBackend()),
                secure.getValueBits(),
                secure.getGroups().stream().map(SecureGroup::getParticipants).toList(),
                secure.getNeighbours(),
                new HidingPlan.Committee(secure.getCommittee(), secure.getThreshold()),
                Digests.configDigest(opened));
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
        return plan.seed();
    }

    /** Where rows add up. */
    public HiddenRing ring() {
        return plan.ring();
    }

    /** Whether updates are hidden, so that there are secrets to share. */
    public boolean hides() {
        return ring().backend() != Backend.PLAIN;
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
        return plan.groups();
    }

    /** The members of a group, by name. */
    public NavigableSet<String> group(int group) {
        return plan.group(group);
    }

    /** A cohort member's SubjectPublicKeyInfo; empty if the participant is not in the cohort. */
    public Optional<byte[]> publicKey(String participant) {
        return Optional.ofNullable(publicKeys.get(participant)).map(Bytes::copy);
    }

    /** The key that shares for a committee member are sealed for. */
    byte[] hpkeKey(String member) {
        return Bytes.copy(keys.get(member).getHpkeKey());
    }

    /** Mask keys of those that a participant shares masks with, by name. */
    Map<String, byte[]> neighbourKeys(String participant) {
        Map<String, byte[]> found = new TreeMap<>();
        for (String name : plan.neighbours(participant)) {
            found.put(name, Bytes.copy(keys.get(name).getMaskKey()));
        }
        return found;
    }

    /** How a participant's secret is shared. */
    VerifiableSharing sharing(String participant) {
        return plan.sharing(participant);
    }

    /** What opens the sum of some of a group's updates. */
    public OpeningPlan plan(int group, Collection<String> included) {
        return plan.plan(group, included);
    }
}
