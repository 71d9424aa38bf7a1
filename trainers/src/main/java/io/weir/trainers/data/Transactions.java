package io.weir.trainers.data;

/**
 * Generated card transactions as columns, ordered by time. The arrays are the transactions' own and not to be changed.
 *
 * @param world the size of the world they come from
 * @param timeSeconds since the first day's midnight
 * @param customer customer of each transaction
 * @param terminal terminal of each transaction
 * @param amountCents amount of each transaction
 * @param scenario 0 for genuine, 1 for a large amount, 2 for a compromised terminal, 3 for a compromised customer; the
 *     last that applies
 * @param customerX where each customer lives, 0 to 100, by which customers belong to banks
 */
@SuppressWarnings("ArrayRecordComponent") // columns of millions of values; never compared
public record Transactions(
        TransactionWorld world,
        int[] timeSeconds,
        int[] customer,
        int[] terminal,
        long[] amountCents,
        byte[] scenario,
        double[] customerX) {
    /** Seconds of a day. */
    public static final int DAY_SECONDS = 86_400;

    /** Returns the number of transactions. */
    public int count() {
        return timeSeconds.length;
    }

    /** Returns the day of a transaction, from 0. */
    public int day(int transaction) {
        return timeSeconds[transaction] / DAY_SECONDS;
    }

    /** Returns whether a transaction is fraudulent. */
    public boolean isFraud(int transaction) {
        return scenario[transaction] != 0;
    }

    /** Returns the share of fraudulent transactions, 0 if there are none. */
    public double fraudRate() {
        int frauds = 0;
        for (byte kind : scenario) {
            frauds += kind != 0 ? 1 : 0;
        }
        return count() == 0 ? 0 : (double) frauds / count();
    }
}
