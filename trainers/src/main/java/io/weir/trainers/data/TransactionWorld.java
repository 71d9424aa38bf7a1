package io.weir.trainers.data;

/**
 * The size of a generated world of card transactions.
 *
 * @param customers 1 to 1,000,000
 * @param terminals 1 to 1,000,000
 * @param days 1 to 3,650, the first being Sunday 2018-04-01
 * @param warmUpDays leading days that feed the features' windows but give no rows, 0 to below {@code days}
 * @param compromisedTerminalsPerDay terminals newly compromised each day, 0 to {@code terminals}
 * @param compromisedCustomersPerDay customers newly compromised each day, 0 to {@code customers}
 */
public record TransactionWorld(
        int customers,
        int terminals,
        int days,
        int warmUpDays,
        int compromisedTerminalsPerDay,
        int compromisedCustomersPerDay) {
    /** The size of the Fraud Detection Handbook's published data, every day giving rows. */
    public static final TransactionWorld HANDBOOK = new TransactionWorld(5_000, 10_000, 183, 0, 2, 3);

    /**
     * A world for demonstrations: a tenth of the customers and terminals' activity over a month after the longest
     * window (30 days, delayed by 7) has filled. With as many compromises a day as in the large world, fraud is about
     * five times as frequent, so that few rows suffice to learn from.
     */
    public static final TransactionWorld DEMO = new TransactionWorld(1_000, 2_000, 67, 37, 2, 3);

    private static final int MAX_ENTITIES = 1_000_000;
    private static final int MAX_DAYS = 3_650;
    private static final long MAX_TRANSACTIONS = 20_000_000;

    /** Validates every size and the expected number of transactions. */
    public TransactionWorld {
        require("customers", customers, 1, MAX_ENTITIES);
        require("terminals", terminals, 1, MAX_ENTITIES);
        require("days", days, 1, MAX_DAYS);
        require("warm-up days", warmUpDays, 0, days - 1);
        require("compromised terminals per day", compromisedTerminalsPerDay, 0, terminals);
        require("compromised customers per day", compromisedCustomersPerDay, 0, customers);
        long expected = 2L * customers * days;
        if (expected > MAX_TRANSACTIONS) {
            throw new IllegalArgumentException(customers + " customers over " + days + " days make about " + expected
                    + " transactions; allowed: " + MAX_TRANSACTIONS);
        }
    }

    private static void require(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + " is " + value + "; allowed: " + min + " to " + max);
        }
    }
}
