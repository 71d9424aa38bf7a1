package io.weir.aggregator.internal.guard;

import io.weir.wire.ClosedUpdate;
import io.weir.wire.CommitteeCall;
import io.weir.wire.CommitteeStage;
import io.weir.wire.Flag;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureClosing;
import io.weir.wire.ShareCheck;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/**
 * What a committee's records lead to, from the topic alone: who is out, who is noted, whose updates are summed. The guard hears members
 * in the topic's order and goes on once between the threshold and all of them have answered, as its clock has it. So what it decided is
 * one of {@link #outcomes}.
 */
public final class CommitteeReplay {
    /**
     * What follows once some members have answered.
     *
     * @param refused everybody who is out before any rule judges
     * @param groups the lists that members are asked to acknowledge
     */
    public record Outcome(List<Rejection> refused, List<Flag> flags, List<List<ClosedUpdate>> groups) {
        private static Outcome of(SecureClosing close) {
            return new Outcome(
                    close.getRefused(), close.getFlags(), close.getCall().getGroups());
        }
    }

    /** A call or a member's answer that counts for nothing. */
    public record Stranger(long offset, SpecificRecord record, String why) {}

    /** What asked the committee to acknowledge lists. */
    public record Close(long offset, List<List<ClosedUpdate>> groups) {}

    private final RoundOpened opened;
    private final SecureClosing checking;
    private final Predicate<CommitteeCall> signed;
    private final DealtShares dealt;
    private final CommitteeRound committee;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Stranger> strangers = new ArrayList<>();
    private Optional<Close> close = Optional.empty();

    /**
     * Of one round.
     *
     * @param sealed as it comes out of the round's topic
     * @param refused who is out for what it sent, or for sending nothing
     * @param signed whether an aggregator signed a call
     */
    public CommitteeReplay(
            RoundSealed sealed,
            List<Rejection> refused,
            Function<String, ByteBuffer> sharesHashOf,
            Predicate<CommitteeCall> signed) {
        this.opened = sealed.getOpened();
        this.checking = CommitteeFlow.check(sealed, refused, sharesHashOf, sealed.getSealedAtMs());
        this.signed = signed;
        this.dealt = new DealtShares(opened);
        this.committee = new CommitteeRound(checking, dealt);
    }

    /** What follows where there is no committee, since nothing is hidden. */
    public Optional<Outcome> plain() {
        return opened.getSecure().getBackend() == SecureBackend.PLAIN
                ? Optional.of(outcome(new CommitteeRound.Step.Checked(Map.of(), Map.of())))
                : Optional.empty();
    }

    private Outcome outcome(CommitteeRound.Step.Checked found) {
        return Outcome.of(
                CommitteeFlow.close(checking, found, checking.getCall().getCalledAtMs()));
    }

    /** Takes in a record of the committee topic, in its order. */
    public void accept(long offset, SpecificRecord record) {
        if (close.isPresent() || CommitteeRecords.round(record) != opened.getRound()) {
            return;
        }
        if (record instanceof CommitteeCall call) {
            called(offset, call);
        } else if (record instanceof ShareCheck check) {
            checked(offset, check);
        } else {
            dealt.accept(record);
        }
    }

    private void called(long offset, CommitteeCall call) {
        if (!signed.test(call)) {
            strangers.add(new Stranger(offset, call, "no key that is known as an aggregator's signed it"));
        } else if (call.getStage() == CommitteeStage.CLOSE && dealt.isCalled()) {
            close = Optional.of(new Close(offset, call.getGroups()));
        } else if (call.getStage() == CommitteeStage.CHECK
                && call.getGroups().equals(checking.getCall().getGroups())) {
            dealt.called(call);
        } else {
            strangers.add(new Stranger(offset, call, "it does not ask for the sealed updates"));
        }
    }

    private void checked(long offset, ShareCheck check) {
        int before = committee.answers();
        if (!CommitteeFlow.isAuthentic(opened, check)) {
            strangers.add(new Stranger(offset, check, "'" + check.getMember() + "' did not sign it"));
        } else if (!dealt.isCalled() || !committee.accept(check)) {
            strangers.add(new Stranger(offset, check, "it does not answer the call to look at the sealed updates"));
        } else if (committee.answers() > before
                && committee.answers() >= opened.getSecure().getThreshold()) {
            outcomes.add(outcome(committee.checked()));
        }
    }

    /** Whether the committee was asked to look at the sealed updates' shares. */
    public boolean isCalled() {
        return dealt.isCalled();
    }

    /** What asked it to open the sums; empty if nothing did. */
    public Optional<Close> close() {
        return close;
    }

    /** Members that answered in between. */
    public int answers() {
        return committee.answers();
    }

    /** By the number of members that had answered: the threshold first, everybody last. */
    public List<Outcome> outcomes() {
        return outcomes;
    }

    /** Calls and answers up to there that count for nothing: anybody may write them. */
    public List<Stranger> strangers() {
        return strangers;
    }
}
