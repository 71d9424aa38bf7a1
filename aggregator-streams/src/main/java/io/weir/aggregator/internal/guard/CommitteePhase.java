package io.weir.aggregator.internal.guard;

import io.weir.wire.CommitteeCall;
import io.weir.wire.GroupOpening;
import io.weir.wire.MeasureRound;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureClosing;
import io.weir.wire.ShareCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sealed updates are hidden: calls the committee to look at its shares, then to open the groups' sums.
 *
 * @param reports on the sealed round
 * @param dealt shares that lay in the topic before the first call; another cache
 * @param committee what its members said; a cache of the reports store
 */
record CommitteePhase(Guard guard, CollectingRound reports, DealtShares dealt, CommitteeRound committee)
        implements GuardPhase {
    private static final CommitteeRound.Step.Checked NOBODY_ACCUSED =
            new CommitteeRound.Step.Checked(Map.of(), Map.of());

    private static final Logger LOG = LoggerFactory.getLogger(CommitteePhase.class);

    /** What a sealed round begins with; where nothing is hidden nobody has to be asked. */
    static GuardPhase begin(
            Guard guard, CollectingRound reports, DealtShares dealt, Closing.Sealed sealed, long nowMs) {
        SecureClosing checking = CommitteeFlow.check(sealed.event(), sealed.refused(), reports::sharesHash, nowMs);
        return isPlain(checking)
                ? close(guard, reports, dealt, checking, NOBODY_ACCUSED, nowMs)
                : call(guard, reports, dealt, checking);
    }

    private static GuardPhase close(
            Guard guard,
            CollectingRound reports,
            DealtShares dealt,
            SecureClosing checked,
            CommitteeRound.Step.Checked found,
            long nowMs) {
        SecureClosing close = CommitteeFlow.close(checked, found, nowMs);
        Optional<String> unfit = CommitteeFlow.whyNot(close);
        if (unfit.isPresent()) {
            return guard.failed(new RoundFailed(close.getSealed().getOpened(), unfit.get(), close.getRefused(), nowMs));
        }
        return isPlain(close)
                ? open(guard, reports, close, PlainOpenings.of(close))
                : call(guard, reports, dealt, close);
    }

    private static boolean isPlain(SecureClosing closing) {
        return closing.getSealed().getOpened().getSecure().getBackend() == SecureBackend.PLAIN;
    }

    private static GuardPhase call(Guard guard, CollectingRound reports, DealtShares dealt, SecureClosing unsigned) {
        SecureClosing closing = new SecureClosing(
                unsigned.getSealed(),
                unsigned.getRefused(),
                guard.announcer().sign(unsigned.getCall(), reports.opened()),
                unsigned.getFlags());
        guard.state().putClosing(closing);
        guard.output().call(closing.getCall());
        return new CommitteePhase(guard, reports, dealt, new CommitteeRound(closing, dealt));
    }

    /** The slice tasks open the groups' sums and compare their means. */
    private static GuardPhase open(
            Guard guard, CollectingRound reports, SecureClosing closing, List<GroupOpening> openings) {
        return MeasuringPhase.begin(
                guard,
                reports,
                new MeasureRound(closing.getSealed(), closing.getRefused(), openings, closing.getFlags()));
    }

    @Override
    public boolean accept(SpecificRecord record) {
        RoundOpened opened = reports.opened();
        if (record instanceof CommitteeCall call
                && call.equals(committee.closing().getCall())) {
            guard.keep(opened.getRound(), dealt.called(call)); // anybody could write another one
            return false;
        }
        guard.keep(opened.getRound(), dealt.accept(record));
        String member = CommitteeRecords.member(record);
        if (member.isEmpty() || CommitteeRecords.round(record) != opened.getRound()) {
            return false;
        }
        if (!CommitteeFlow.isAuthentic(opened, record)) {
            LOG.atWarn()
                    .addKeyValue("round", opened.getRound())
                    .addKeyValue("member", member)
                    .log("committee record ignored: it is not signed by that member");
            return false;
        }
        // An answer ahead of its call cannot be one; everybody who reads the topic leaves the same ones out.
        return (dealt.isCalled() || !(record instanceof ShareCheck)) && committee.accept(record);
    }

    @Override
    public Optional<RoundOpened> opened() {
        return Optional.of(reports.opened());
    }

    @Override
    public Optional<GuardPhase> next(long nowMs) {
        SecureClosing closing = committee.closing();
        CommitteeRound.Step step = committee.next(nowMs);
        if (step instanceof CommitteeRound.Step.Checked checked) {
            return Optional.of(close(guard, reports, dealt, closing, checked, nowMs));
        }
        if (step instanceof CommitteeRound.Step.Opened opened) {
            return Optional.of(open(guard, reports, closing, opened.openings()));
        }
        if (step instanceof CommitteeRound.Step.TooFew tooFew) {
            return Optional.of(
                    guard.failed(new RoundFailed(reports.opened(), tooFew.reason(), closing.getRefused(), nowMs)));
        }
        return Optional.empty();
    }
}
