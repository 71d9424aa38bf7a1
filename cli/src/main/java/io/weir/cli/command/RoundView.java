package io.weir.cli.command;

import io.weir.wire.Flag;
import io.weir.wire.LedgerRecord;
import io.weir.wire.QuarantineRecord;
import io.weir.wire.Rejection;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All that the topics say about one round.
 *
 * @param opened what was announced
 * @param sealed present once the round takes no more updates
 * @param failed present if it failed
 * @param verdict present once it was judged
 * @param published the version it led to; the first version, for the round of statistics
 * @param quarantined records of the round that were refused
 * @param updatesRetained whether the round's topic is still there
 */
record RoundView(
        RoundOpened opened,
        Optional<RoundSealed> sealed,
        Optional<RoundFailed> failed,
        Optional<Verdict> verdict,
        Optional<LedgerRecord> published,
        List<QuarantineRecord> quarantined,
        boolean updatesRetained) {
    /** How far a round has come. */
    enum Status {
        OPEN,
        SEALED,
        PUBLISHED,
        FAILED
    }

    RoundView {
        quarantined = List.copyOf(quarantined);
    }

    long round() {
        return opened.getRound();
    }

    Status status() {
        if (failed.isPresent()) {
            return Status.FAILED;
        }
        if (published.isPresent()) {
            return Status.PUBLISHED;
        }
        return sealed.isPresent() ? Status.SEALED : Status.OPEN;
    }

    int admitted() {
        return failed.isPresent()
                ? 0
                : verdict.map(judged -> judged.getAdmitted().size()).orElse(0);
    }

    List<Rejection> rejected() {
        return failed.map(RoundFailed::getRejected)
                .or(() -> verdict.map(Verdict::getRejected))
                .orElse(List.of());
    }

    /** What was noted of updates, whatever became of them. */
    List<Flag> flags() {
        return verdict.map(Verdict::getFlags).orElse(List.of());
    }

    /** When it was sealed or failed. */
    OptionalLong closedAtMs() {
        if (sealed.isPresent()) {
            return OptionalLong.of(sealed.get().getSealedAtMs());
        }
        return failed.isPresent() ? OptionalLong.of(failed.get().getFailedAtMs()) : OptionalLong.empty();
    }

    /** When it was over: published or failed. */
    OptionalLong endedAtMs() {
        if (published.isPresent()) {
            return OptionalLong.of(published.get().getPublishedAtMs());
        }
        return failed.isPresent() ? closedAtMs() : OptionalLong.empty();
    }
}
