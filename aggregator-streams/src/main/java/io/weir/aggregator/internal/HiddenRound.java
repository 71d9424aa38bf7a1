package io.weir.aggregator.internal;

import io.weir.guard.Combination;
import io.weir.guard.kernel.FixedPoint;
import io.weir.privacy.secure.Backend;
import io.weir.privacy.secure.GroupKeys;
import io.weir.privacy.secure.HiddenRing;
import io.weir.privacy.secure.HidingPlan;
import io.weir.privacy.secure.OpeningPlan;
import io.weir.privacy.vss.VerifiableSharing;
import io.weir.schemas.digest.Digests;
import io.weir.wire.GroupOpening;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureGroup;
import io.weir.wire.SecureRound;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;

/** What follows from the announcement of a round that hides updates. */
public final class HiddenRound {
    private final RoundOpened opened;
    private final SecureRound secure;
    private final HidingPlan plan;

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
    }

    /** Empty if the round hides nothing. */
    public static Optional<HiddenRound> of(RoundOpened opened) {
        return Optional.ofNullable(opened.getSecure()).map(secure -> new HiddenRound(opened));
    }

    /** The back-end by its name on the wire. */
    public static Backend backend(SecureBackend backend) {
        return Backend.valueOf(backend.name());
    }

    public HiddenRing ring() {
        return plan.ring();
    }

    /** Digest of the round's configuration, which is its public seed. */
    public byte[] seed() {
        return plan.seed();
    }

    public SecureRound announced() {
        return secure;
    }

    public int groups() {
        return secure.getGroups().size();
    }

    /** The group that a participant of the cohort is in. */
    public int groupOf(String participant) {
        return plan.groupOf(participant);
    }

    /** What opens the sum of some of a group's updates. */
    public OpeningPlan plan(int group, Collection<String> included) {
        return plan.plan(group, included);
    }

    /** How a participant's secret is shared among the committee. */
    public VerifiableSharing sharing(String participant) {
        return plan.sharing(participant);
    }

    /** The keys that an opening holds. */
    public GroupKeys keys(GroupOpening opening) {
        ByteBuffer keys = opening.getKeys().duplicate();
        byte[] bytes = new byte[keys.remaining()];
        keys.get(bytes);
        return plan(opening.getGroup(), opening.getParticipants()).keys(bytes);
    }

    /** What a group is called where others would name an update. */
    public static String name(int group) {
        return "group-" + group;
    }

    /**
     * Fixed point of a round's sums. Sums of hidden values keep the values' own; what is computed of the groups' means, of
     * unit weight, has a finer one.
     */
    public static int scaleBits(RoundOpened opened, Combination combination) {
        if (opened.getSecure() == null || combination instanceof Combination.WeightedSum) {
            return opened.getScaleBits();
        }
        return FixedPoint.scaleBits(
                opened.getClippingBound() * 2, 1, opened.getSecure().getGroups().size());
    }

    /** How much longer than the bound a group's mean may be for its values were rounded to the fixed point. */
    public double roundingRoom(long updates, long totalWeight) {
        return Math.sqrt((double) opened.getParameterCount())
                * Math.scalb(1.0, -opened.getScaleBits() - 1)
                * ((double) updates / (double) totalWeight);
    }
}
