package io.weir.privacy.dp.accounting;

import java.util.List;

/** A way to account. Both are upper bounds; the PLD's is tighter, the RDP's is faster and knows more mechanisms. */
public enum Accounting {
    /** Rényi differential privacy. */
    RDP {
        @Override
        public double epsilon(List<GaussianPlan> plans, double delta) {
            RdpAccountant accountant = new RdpAccountant();
            plans.forEach(accountant::add);
            return accountant.epsilon(delta);
        }
    },
    /** The distribution of the privacy loss. */
    PLD {
        @Override
        public double epsilon(List<GaussianPlan> plans, double delta) {
            PldAccountant accountant = new PldAccountant();
            plans.forEach(accountant::add);
            return accountant.epsilon(delta);
        }
    };

    /** What all plans together cost at {@code delta}; 0 for none, infinite if no ε is enough. */
    public abstract double epsilon(List<GaussianPlan> plans, double delta);

    /** What one plan costs. */
    public double epsilon(GaussianPlan plan, double delta) {
        return epsilon(List.of(plan), delta);
    }
}
