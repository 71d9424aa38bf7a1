package io.weir.aggregator.internal.guard;

import io.weir.aggregator.internal.RoundRule;
import io.weir.guard.Decision;
import io.weir.guard.Judgement;
import io.weir.guard.RoundStatistics;
import io.weir.guard.Rules;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.VerdictRule;
import io.weir.schemas.digest.Digests;
import io.weir.wire.Admission;
import io.weir.wire.Flag;
import io.weir.wire.MixedRow;
import io.weir.wire.ReasonCode;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.Verdict;
import io.weir.wire.VerdictNoise;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** From a sealed round and its statistics to a verdict; a pure function but for the time that it writes down. */
public final class Judge {
    /** A norm may exceed the clipping bound by this factor: participants sum in another order. */
    private static final double NORM_TOLERANCE = 1 + 1e-6;

    private Judge() {}

    /**
     * Judges.
     *
     * @param refused participants that are out before any rule judges
     * @param statistics of the sealed updates
     * @param flags noted of the sealed updates; they change nothing here
     */
    public static Verdict judge(
            RoundSealed sealed,
            List<Rejection> refused,
            RoundStatistics statistics,
            List<Flag> flags,
            long judgedAtMs) {
        RoundOpened opened = sealed.getOpened();
        List<Rejection> rejected = new ArrayList<>(refused);
        VerdictRule announced = RoundRule.of(opened);
        RoundStatistics compared = announced
                .reference()
                .map(statistics::withReference)
                .orElse(statistics)
                .ofRound(opened.getRound());
        RoundStatistics candidates = withinBound(compared, opened.getClippingBound(), rejected);
        int updates = candidates.updates().size();
        int beyond = compared.updates().size() - updates;
        VerdictRule rule = Rules.forRound(announced, updates, beyond + copies(refused));
        Judgement judgement = rule.judge(candidates);
        List<Admission> admitted = new ArrayList<>();
        announced.reference().flatMap(name -> update(statistics, name)).ifPresent(reference -> {
            if (judgement.decisions().get(reference.participant()) instanceof Decision.Admit admit) {
                admitted.add(admission(reference, admit));
            } else {
                rejected.add(onlyComparedWith(reference));
            }
        });
        long totalWeight = 0;
        for (UpdateStatistics update : candidates.updates()) {
            Decision decision = judgement.decisions().get(update.participant());
            if (decision instanceof Decision.Admit admit) {
                admitted.add(admission(update, admit));
                totalWeight += update.weight();
            } else if (decision instanceof Decision.Reject reject) {
                rejected.add(new Rejection(
                        update.participant(),
                        reject.reason(),
                        reject.detail(),
                        reject.evidence(),
                        reject.stage(),
                        reject.neighbours()));
            } else {
                throw new IllegalStateException("rule " + rule.name() + " did not decide on " + update.participant());
            }
        }
        admitted.sort(Comparator.comparing(Admission::getParticipant));
        rejected.sort(Comparator.comparing(Rejection::getParticipant));
        List<MixedRow> mixing = judgement.mixing().stream()
                .map(row -> new MixedRow(Arrays.stream(row).boxed().toList()))
                .toList();
        int rows = mixing.isEmpty() ? admitted.size() : mixing.size();
        return new Verdict(
                opened.getFederation(),
                opened.getRound(),
                rule.name(),
                rule.parameters(),
                admitted,
                rejected,
                judgement.divisor() > 0
                        ? judgement.divisor()
                        : rule.combination().divisor(totalWeight, rows),
                sealed.getParticipantsRoot(),
                ByteBuffer.wrap(Digests.configDigest(opened)),
                judgedAtMs,
                mixing,
                flags,
                Histories.recorded(rule, statistics.past().history(), opened.getRound())
                        .orElse(null),
                List.of(),
                noise(judgement, sealed).orElse(null));
    }

    /** As clear as a norm above the bound: the log shows whose content it was. */
    private static int copies(List<Rejection> refused) {
        return (int) refused.stream()
                .filter(rejection -> rejection.getReason() == ReasonCode.DUPLICATE_CONTENT)
                .count();
    }

    private static Optional<VerdictNoise> noise(Judgement judgement, RoundSealed sealed) {
        return judgement.noise() > 0
                ? Optional.of(new VerdictNoise(
                        judgement.noise(),
                        ByteBuffer.wrap(Digests.noiseSeed(sealed.getOpened(), sealed.getParticipantsRoot()))))
                : Optional.empty();
    }

    private static RoundStatistics withinBound(RoundStatistics statistics, double bound, List<Rejection> rejected) {
        int[] kept = new int[statistics.updates().size()];
        int candidates = 0;
        for (int i = 0; i < statistics.updates().size(); i++) {
            UpdateStatistics update = statistics.updates().get(i);
            if (update.norm() > bound * NORM_TOLERANCE) {
                rejected.add(aboveBound(update, bound));
            } else {
                kept[candidates++] = i;
            }
        }
        return statistics.only(Arrays.copyOf(kept, candidates));
    }

    private static Optional<UpdateStatistics> update(RoundStatistics statistics, String participant) {
        return statistics.updates().stream()
                .filter(update -> update.participant().equals(participant))
                .findFirst();
    }

    private static Admission admission(UpdateStatistics update, Decision.Admit admit) {
        return new Admission(update.participant(), update.weight(), admit.clipFactor(), update.norm());
    }

    /** Whose update is a reference is named in the verdict, and does not count. */
    private static Rejection onlyComparedWith(UpdateStatistics reference) {
        return new Rejection(
                reference.participant(),
                ReasonCode.NOT_SELECTED,
                "the federation's reference: others are compared with it, it is not summed",
                Map.of("norm", reference.norm()),
                "",
                List.of());
    }

    private static Rejection aboveBound(UpdateStatistics update, double bound) {
        String detail = String.format(
                Locale.ROOT,
                "L2 norm %.4g is above the round's clipping bound %.4g: clip before sending",
                update.norm(),
                bound);
        return new Rejection(
                update.participant(),
                ReasonCode.NORM_ABOVE_BOUND,
                detail,
                Map.of("norm", update.norm(), "clippingBound", bound),
                "",
                List.of());
    }
}
