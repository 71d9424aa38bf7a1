package io.weir.cli;

import io.weir.guard.VerdictRule;

/** Whether a rule and a number of participants go together, before anything is started. */
public final class RuleOption {
    private RuleOption() {}

    /**
     * Checks.
     *
     * @param option the option that says how many participants there are
     * @throws IllegalArgumentException if the rule needs more of them, or can judge only fewer
     */
    public static void check(VerdictRule rule, String option, int participants) {
        boolean referred = rule.reference().isPresent();
        if (participants - (referred ? 1 : 0) < rule.updatesMin()) {
            throw new IllegalArgumentException("--rule " + rule.name() + " needs " + rule.updatesMin()
                    + (referred ? " updates beside the reference's" : " updates") + " with its f, " + option + " is "
                    + participants + ": raise it, or lower f");
        }
        if (participants > rule.updatesMax()) {
            throw new IllegalArgumentException("--rule " + rule.name() + " compares every update with every other: "
                    + option + " is " + participants + ", at most " + rule.updatesMax() + " are allowed");
        }
    }
}
