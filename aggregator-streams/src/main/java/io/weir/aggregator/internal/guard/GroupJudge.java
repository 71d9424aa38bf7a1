package io.weir.aggregator.internal.guard;

import io.weir.aggregator.internal.HiddenRound;
import io.weir.guard.Gram;
import io.weir.guard.RoundStatistics;
import io.weir.guard.Signs;
import io.weir.guard.UpdateStatistics;
import io.weir.schemas.digest.Digests;
import io.weir.wire.Admission;
import io.weir.wire.Flag;
import io.weir.wire.GroupOpening;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges groups in place of updates, which nobody sees: the round's rule gets each group's mean as if it were one update of
 * the group's weight, and what it decides holds for everyone in the group.
 */
public final class GroupJudge {
    private GroupJudge() {}

    /**
     * Judges.
     *
     * @param refused participants that are out before any rule judges
     * @param flags what was noted before any rule judges
     * @param openings of the groups, in the order of the Gram matrix
     * @param gram inner products of the groups' means
     */
    public static Verdict judge(
            RoundSealed sealed,
            List<Rejection> refused,
            List<Flag> flags,
            List<GroupOpening> openings,
            Gram gram,
            long judgedAtMs) {
        RoundOpened opened = sealed.getOpened();
        HiddenRound round = HiddenRound.of(opened).orElseThrow();
        Map<String, SealedUpdate> updates = new HashMap<>();
        sealed.getUpdates().forEach(update -> updates.put(update.getParticipant(), update));
        List<UpdateStatistics> groups = new ArrayList<>();
        double room = 0;
        for (int g = 0; g < openings.size(); g++) {
            List<String> members = openings.get(g).getParticipants();
            long weight = members.stream()
                    .mapToLong(name -> updates.get(name).getWeight())
                    .sum();
            room = Math.max(room, round.roundingRoom(members.size(), weight));
            groups.add(new UpdateStatistics(
                    HiddenRound.name(openings.get(g).getGroup()),
                    Math.toIntExact(weight),
                    gram.product(g, g),
                    Signs.NONE));
        }
        RoundSealed withRoom = RoundSealed.newBuilder(sealed)
                .setOpened(RoundOpened.newBuilder(opened)
                        .setClippingBound(opened.getClippingBound() + room)
                        .build())
                .build();
        Verdict ofGroups =
                Judge.judge(withRoom, List.of(), new RoundStatistics(groups, Optional.of(gram)), flags, judgedAtMs);
        return ofMembers(ofGroups, opened, refused, openings, updates);
    }

    private static Verdict ofMembers(
            Verdict ofGroups,
            RoundOpened opened,
            List<Rejection> refused,
            List<GroupOpening> openings,
            Map<String, SealedUpdate> updates) {
        List<Admission> admitted = new ArrayList<>();
        List<Rejection> rejected = new ArrayList<>(refused);
        for (GroupOpening opening : openings) {
            String group = HiddenRound.name(opening.getGroup());
            ofGroups.getAdmitted().stream()
                    .filter(admission -> admission.getParticipant().equals(group))
                    .forEach(admission -> opening.getParticipants()
                            .forEach(name -> admitted.add(new Admission(
                                    name,
                                    updates.get(name).getWeight(),
                                    admission.getClipFactor(),
                                    admission.getL2Norm()))));
            ofGroups.getRejected().stream()
                    .filter(rejection -> rejection.getParticipant().equals(group))
                    .forEach(rejection -> opening.getParticipants()
                            .forEach(name -> rejected.add(ofMember(name, opening, rejection))));
        }
        admitted.sort(Comparator.comparing(Admission::getParticipant));
        rejected.sort(Comparator.comparing(Rejection::getParticipant));
        return Verdict.newBuilder(ofGroups)
                .setAdmitted(admitted)
                .setRejected(rejected)
                .setConfigDigest(ByteBuffer.wrap(Digests.configDigest(opened)))
                .setOpenings(openings)
                .build();
    }

    private static Rejection ofMember(String name, GroupOpening opening, Rejection ofGroup) {
        return new Rejection(
                name,
                ReasonCode.GROUP_REFUSED,
                "the sum of its group " + opening.getGroup() + " (" + String.join(", ", opening.getParticipants())
                        + ") was refused, " + ofGroup.getReason() + ": " + ofGroup.getDetail(),
                ofGroup.getEvidence(),
                ofGroup.getStage(),
                ofGroup.getNeighbours());
    }
}
