package io.weir.trainers.data;

import java.util.SplittableRandom;

/**
 * The three fraud scenarios, in their order: large amounts; terminals whose every transaction is fraudulent for four
 * weeks; customers of whose transactions a random third is fraudulent, at five times the amount, for two weeks.
 */
final class FraudScenarios {
    private static final long LARGE_AMOUNT_CENTS = 22_000;
    private static final int TERMINAL_DAYS = 28;
    private static final int CUSTOMER_DAYS = 14;
    private static final int AMOUNT_FACTOR = 5;

    private final Transactions transactions;
    private final SplittableRandom random;

    private FraudScenarios(Transactions transactions, SplittableRandom random) {
        this.transactions = transactions;
        this.random = random;
    }

    /** Marks frauds, and multiplies amounts, in place. */
    static void apply(Transactions transactions, SplittableRandom random) {
        FraudScenarios scenarios = new FraudScenarios(transactions, random);
        scenarios.largeAmounts();
        scenarios.compromisedTerminals();
        scenarios.compromisedCustomers();
    }

    private void largeAmounts() {
        for (int i = 0; i < transactions.count(); i++) {
            if (transactions.amountCents()[i] > LARGE_AMOUNT_CENTS) {
                transactions.scenario()[i] = 1;
            }
        }
    }

    private void compromisedTerminals() {
        int terminals = transactions.world().terminals();
        Grouping byTerminal = new Grouping(transactions.terminal(), terminals);
        for (int day = 0; day < transactions.world().days(); day++) {
            for (int terminal : distinct(transactions.world().compromisedTerminalsPerDay(), terminals)) {
                int to = byTerminal.from(terminal + 1);
                for (int i = firstFrom(byTerminal, terminal, day); i < to; i++) {
                    int transaction = byTerminal.member(i);
                    if (transactions.day(transaction) >= day + TERMINAL_DAYS) {
                        break;
                    }
                    transactions.scenario()[transaction] = 2;
                }
            }
        }
    }

    private void compromisedCustomers() {
        int customers = transactions.world().customers();
        Grouping byCustomer = new Grouping(transactions.customer(), customers);
        for (int day = 0; day < transactions.world().days(); day++) {
            for (int customer : distinct(transactions.world().compromisedCustomersPerDay(), customers)) {
                int from = firstFrom(byCustomer, customer, day);
                int to = from;
                while (to < byCustomer.from(customer + 1)
                        && transactions.day(byCustomer.member(to)) < day + CUSTOMER_DAYS) {
                    to++;
                }
                int third = (int) Math.rint((to - from) / 3.0);
                for (int offset : distinct(third, to - from)) {
                    int transaction = byCustomer.member(from + offset);
                    transactions.amountCents()[transaction] *= AMOUNT_FACTOR;
                    transactions.scenario()[transaction] = 3;
                }
            }
        }
    }

    private int firstFrom(Grouping groups, int group, int day) {
        int low = groups.from(group);
        int high = groups.from(group + 1);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (transactions.day(groups.member(middle)) < day) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Draws distinct numbers below a bound (Floyd's sampling, 1987). */
    private int[] distinct(int count, int bound) {
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            int last = bound - count + i;
            int candidate = random.nextInt(last + 1);
            for (int j = 0; j < i; j++) {
                if (chosen[j] == candidate) {
                    candidate = last;
                    break;
                }
            }
            chosen[i] = candidate;
        }
        return chosen;
    }
}
