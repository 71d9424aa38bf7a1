package io.weir.cli.report;

import io.weir.cli.federation.BudgetAccounts.Level;
import io.weir.cli.report.DemoResult.Failed;
import io.weir.cli.report.DemoResult.Guard;
import io.weir.cli.report.DemoResult.Privacy;
import java.util.ArrayList;
import java.util.List;

/** The run in sentences that somebody new to federated learning understands. */
final class Summary {
    /** Below this difference of AUC, pooling the data brings too little for a share of it to mean anything. */
    private static final double WORTH_SHARING = 0.005;

    private Summary() {}

    /** What the run is about: together, alone, and with all data in one place. */
    static String sentence(DemoResult result) {
        double together = result.quality().federated().auc();
        double alone = result.quality().localOnly().auc();
        double pooled = result.quality().pooled().auc();
        List<String> parts = new ArrayList<>();
        int banks = result.names().size();
        String who = banks <= 1 ? "the banks" : "the " + banks + " banks";
        parts.add(
                Double.isFinite(together)
                        ? "Together " + who + " reach AUC " + auc(together)
                        : "The AUC that " + who + " reach together is undefined");
        if (Double.isFinite(alone)) {
            parts.add("alone they reach " + auc(alone) + " on average");
        }
        if (Double.isFinite(pooled)) {
            parts.add("with all data in one place it would be " + auc(pooled));
        }
        return String.join("; ", parts) + ".";
    }

    /** How much of pooling's gain the federation brings, or an empty text where there is next to none to bring. */
    static String gain(DemoResult result) {
        double alone = result.quality().localOnly().auc();
        double possible = result.quality().pooled().auc() - alone;
        double reached = result.quality().federated().auc() - alone;
        if (!(possible >= WORTH_SHARING) || !Double.isFinite(reached)) {
            return "";
        }
        if (reached <= 0) {
            return "That is no better than they reach alone.";
        }
        return "That is " + percent(reached / possible)
                + " % of what sharing all data would gain, and no row left its bank.";
    }

    static String aucInWords() {
        return "AUC is the chance that a positive case is ranked above a negative one: 0.5 is guessing, 1 is perfect.";
    }

    /** Precision and recall in words, or an empty text when nobody attacked. */
    static String guard(Guard guard) {
        if (guard.attackers().isEmpty()) {
            return "";
        }
        String recall = Double.isFinite(guard.recall())
                ? percent(guard.recall()) + " % of the attackers' updates were refused (recall "
                        + Numbers.fixed(guard.recall(), 2) + ")"
                : "no attacker's update was judged";
        String precision = Double.isFinite(guard.precision())
                ? percent(guard.precision()) + " % of the refused updates were attackers' (precision "
                        + Numbers.fixed(guard.precision(), 2) + ")"
                : "no update was refused";
        return recall + "; " + precision + ".";
    }

    /** Spent and budget. */
    static String privacy(Privacy privacy) {
        return "each bank has spent at most epsilon " + Numbers.roundedUp(privacy.spentMax()) + " of "
                + Numbers.roundedUp(privacy.epsilon()) + " at delta " + privacy.delta()
                + (privacy.level() == Level.PARTICIPANT ? ", for all that it has" : "");
    }

    static long failedRounds(DemoResult result) {
        return result.rounds().stream()
                .filter(round -> round.outcome() instanceof Failed)
                .count();
    }

    /** Rounded down: 100 means all. */
    private static long percent(double share) {
        return (long) Math.floor(100 * share + 1e-9);
    }

    private static String auc(double value) {
        return Numbers.fixed(value, 3);
    }
}
