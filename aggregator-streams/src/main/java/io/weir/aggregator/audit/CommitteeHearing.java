package io.weir.aggregator.audit;

import io.weir.aggregator.internal.guard.CommitteeReplay;
import io.weir.aggregator.internal.guard.CommitteeReplay.Outcome;
import io.weir.aggregator.internal.guard.CommitteeReplay.Stranger;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.CommitteeCall;
import io.weir.wire.CommitteeStage;
import io.weir.wire.Flag;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.ShareCheck;
import io.weir.wire.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Holds a verdict against what its committee's records lead to, and says which record the difference is at. */
final class CommitteeHearing {
    /** What follows from the committee's records and from nothing else. */
    private static final Set<ReasonCode> BY_COMMITTEE =
            EnumSet.of(ReasonCode.SHARES_REFUSED, ReasonCode.GROUP_TOO_SMALL);

    private final RoundOpened opened;
    private final CommitteeReplay replay;
    private final Verdict recorded;
    private final List<CommitteeFault> faults = new ArrayList<>();

    /** @param replay that has taken in the round's records */
    CommitteeHearing(RoundOpened opened, CommitteeReplay replay, Verdict recorded) {
        this.opened = opened;
        this.replay = replay;
        this.recorded = recorded;
    }

    static boolean isByCommittee(Rejection rejection) {
        return BY_COMMITTEE.contains(rejection.getReason());
    }

    /** What does not hold. */
    List<CommitteeFault> faults() {
        return faults;
    }

    /** What the guard knew when it had the sums opened; empty if that does not follow from the records. */
    Optional<Outcome> outcome() {
        if (!replay.isCalled()) {
            noCall(CommitteeStage.CHECK);
        } else if (replay.outcomes().isEmpty()) {
            blame(stranger -> stranger.record() instanceof ShareCheck);
            verdict("follows from no more than " + replay.answers()
                    + " members' answers that lie in the committee topic;" + " the threshold is "
                    + opened.getSecure().getThreshold());
        } else {
            Outcome found = heard();
            rejections(found);
            flags(found);
            closing(found);
            return faults.isEmpty() ? Optional.of(found) : Optional.empty();
        }
        return Optional.empty();
    }

    /** Which members the guard had heard: whom it called for says it, then the verdict; all of them if nothing fits. */
    private Outcome heard() {
        List<Outcome> all = replay.outcomes();
        List<Outcome> called = all.stream()
                .filter(outcome -> replay.close().isPresent()
                        && replay.close().get().groups().equals(outcome.groups()))
                .toList();
        List<Outcome> possible = called.isEmpty() ? all : called;
        return possible.stream()
                .filter(this::isRecorded)
                .findFirst()
                .orElseGet(() -> possible.get(possible.size() - 1));
    }

    private boolean isRecorded(Outcome outcome) {
        return byName(outcome.refused()).equals(byName(recorded.getRejected()))
                && outcome.flags().equals(recorded.getFlags());
    }

    private static Map<String, Rejection> byName(Collection<Rejection> rejections) {
        return by(rejections.stream().filter(CommitteeHearing::isByCommittee).toList(), Rejection::getParticipant);
    }

    private static <T> Map<String, T> by(Collection<T> all, Function<T, String> name) {
        return all.stream().collect(Collectors.toMap(name, one -> one, (first, second) -> second, TreeMap::new));
    }

    private void rejections(Outcome outcome) {
        Map<String, Rejection> expected = byName(outcome.refused());
        Map<String, Rejection> is = byName(recorded.getRejected());
        is.forEach((name, rejection) -> {
            if (!expected.containsKey(name)) {
                blame(stranger -> accuses(stranger, rejection));
                verdict("leaves out '" + name + "', " + rejection.getReason() + ": " + rejection.getDetail()
                        + "; the committee topic does not show that" + refutation(outcome, name));
            } else if (!expected.get(name).equals(rejection)) {
                blame(stranger -> accuses(stranger, rejection));
                verdict("says of '" + name + "' " + rejection.getReason() + ": " + rejection.getDetail()
                        + "; the committee topic shows "
                        + expected.get(name).getReason() + ": "
                        + expected.get(name).getDetail());
            }
        });
        expected.forEach((name, rejection) -> {
            if (!is.containsKey(name)) {
                verdict("does not leave out '" + name + "'; the committee topic shows " + rejection.getReason() + ": "
                        + rejection.getDetail());
            }
        });
    }

    /** Whether an answer is one of those that the verdict goes by, or would be. */
    private static boolean accuses(Stranger stranger, Rejection rejection) {
        return stranger.record() instanceof ShareCheck check
                && (rejection.getDetail().contains(check.getMember() + " shows ")
                        || check.getAccusations().stream()
                                .anyMatch(accusation ->
                                        accusation.getParticipant().equals(rejection.getParticipant())));
    }

    private static String refutation(Outcome outcome, String accused) {
        return outcome.flags().stream()
                .filter(flag -> flag.getDetail().contains("of '" + accused + "': "))
                .map(flag -> "; of '" + flag.getParticipant() + "' it shows that " + flag.getDetail())
                .collect(Collectors.joining());
    }

    private void flags(Outcome outcome) {
        Map<String, Flag> expected = by(outcome.flags(), Flag::getParticipant);
        Map<String, Flag> is = by(recorded.getFlags(), Flag::getParticipant);
        is.forEach((name, flag) -> {
            if (!flag.equals(expected.get(name))) {
                blame(stranger -> stranger.record() instanceof ShareCheck check
                        && check.getMember().equals(name));
                verdict("notes of '" + name + "' " + flag.getCode() + ": " + flag.getDetail() + "; the committee topic"
                        + (expected.containsKey(name)
                                ? " shows " + expected.get(name).getDetail()
                                : " does not show that"));
            }
        });
        expected.forEach((name, flag) -> {
            if (!is.containsKey(name)) {
                verdict("does not note of '" + name + "' " + flag.getCode() + ": " + flag.getDetail());
            }
        });
    }

    /** The lists that members acknowledged, and those whose sums were opened. */
    private void closing(Outcome outcome) {
        if (replay.close().isEmpty()) {
            noCall(CommitteeStage.CLOSE);
        } else if (faults.isEmpty() && !replay.close().get().groups().equals(outcome.groups())) {
            faults.add(CommitteeFault.at(
                    replay.close().get().offset(),
                    "the call to open the sums lists "
                            + names(replay.close().get().groups()) + "; from the records before it follows "
                            + names(outcome.groups())));
        }
    }

    private static List<List<String>> names(List<List<ClosedUpdate>> groups) {
        return groups.stream()
                .map(group -> group.stream().map(ClosedUpdate::getParticipant).toList())
                .toList();
    }

    private void noCall(CommitteeStage stage) {
        blame(stranger -> stranger.record() instanceof CommitteeCall call && call.getStage() == stage);
        if (faults.isEmpty()) {
            verdict("follows from no call " + stage + " that an aggregator signed: none lies in the committee topic");
        }
    }

    /** Names records that count for nothing, where something is missing. */
    private void blame(Predicate<Stranger> which) {
        replay.strangers().stream()
                .filter(which)
                .forEach(stranger -> faults.add(CommitteeFault.at(stranger.offset(), named(stranger))));
    }

    private String named(Stranger stranger) {
        String kind = stranger.record() instanceof CommitteeCall call
                ? "the call " + call.getStage()
                : "the answer of '" + ((ShareCheck) stranger.record()).getMember() + "'";
        return kind + " in round " + opened.getRound() + " does not count: " + stranger.why();
    }

    private void verdict(String what) {
        faults.add(CommitteeFault.ofVerdict("the verdict on round " + opened.getRound() + " " + what));
    }
}
