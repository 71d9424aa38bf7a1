package io.weir.trainers.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The handbook's 15 features of a transaction: amount; weekend; night; count and mean amount of the customer's
 * transactions in the last 1, 7 and 30 days, this one included; count and fraud rate of the terminal's transactions in
 * windows of the same lengths that end 7 days ago, because a fraud is known only after that delay. Terminal features
 * count what the computing party sees.
 */
public final class TransactionFeatures {
    /** Days until a transaction's label is known. */
    public static final int LABEL_DELAY_DAYS = 7;

    /** The schema of generated transactions. */
    public static final FeatureSchema SCHEMA = schema();

    /** The same with centres and scales that are known of the process, whatever the seed: round numbers near them. */
    public static final FeatureSchema SCALED_SCHEMA = scaled();

    private static final int[] WINDOW_DAYS = {1, 7, 30};
    private static final int CUSTOMER_FEATURES_AT = 3;
    private static final int TERMINAL_FEATURES_AT = CUSTOMER_FEATURES_AT + 2 * WINDOW_DAYS.length;
    private static final int WIDTH = TERMINAL_FEATURES_AT + 2 * WINDOW_DAYS.length;
    private static final int LAST_NIGHT_HOUR = 6;
    private static final double MAP_SIZE = 100;

    private TransactionFeatures() {}

    private static FeatureSchema schema() {
        List<Feature> features = new ArrayList<>();
        for (String name : List.of("amount", "weekend", "night")) {
            features.add(new Feature.Numeric(name));
        }
        for (String measures : List.of("customer_count,customer_mean_amount", "terminal_count,terminal_fraud_rate")) {
            for (int days : new int[] {1, 7, 30}) {
                for (String measure : measures.split(",", -1)) {
                    features.add(new Feature.Numeric(measure + "_" + days + "d"));
                }
            }
        }
        return new FeatureSchema("fraud", "0", "1", features);
    }

    private static FeatureSchema scaled() {
        List<Feature> features = new ArrayList<>();
        for (Feature feature : SCHEMA.features()) {
            features.add(
                    switch (feature.name()) {
                        case "amount" -> new Feature.Numeric(feature.name(), 55.0, 50.0);
                        case "weekend" -> new Feature.Numeric(feature.name(), 0.3, 0.45);
                        case "night" -> new Feature.Numeric(feature.name(), 0.2, 0.4);
                        case "customer_count_1d" -> new Feature.Numeric(feature.name(), 3.5, 2.0);
                        case "customer_count_7d" -> new Feature.Numeric(feature.name(), 20.0, 8.0);
                        case "customer_count_30d" -> new Feature.Numeric(feature.name(), 80.0, 30.0);
                        case "customer_mean_amount_1d", "customer_mean_amount_7d", "customer_mean_amount_30d" ->
                            new Feature.Numeric(feature.name(), 55.0, 35.0);
                        case "terminal_count_1d" -> new Feature.Numeric(feature.name(), 1.0, 1.0);
                        case "terminal_count_7d" -> new Feature.Numeric(feature.name(), 7.0, 4.0);
                        case "terminal_count_30d" -> new Feature.Numeric(feature.name(), 30.0, 15.0);
                        default -> new Feature.Numeric(feature.name(), 0.04, 0.15);
                    });
        }
        return new FeatureSchema(SCHEMA.label(), SCHEMA.negative(), SCHEMA.positive(), features);
    }

    /** Returns one row per transaction after the warm-up, in time order, every terminal seen by one party. */
    public static Dataset pooled(Transactions transactions) {
        return ofBank(transactions, new int[transactions.world().customers()], 0);
    }

    /**
     * Divides the map into vertical strips of equal width, one per bank, and returns each bank's rows after the
     * warm-up, in time order. A bank sees its own customers' transactions only, at whatever terminal.
     *
     * @param banks 1 to {@value Splits#MAX_BANKS}; in a small world a bank may come out empty
     */
    public static List<Dataset> perBank(Transactions transactions, int banks) {
        if (banks < 1 || banks > Splits.MAX_BANKS) {
            throw new IllegalArgumentException("banks is " + banks + "; allowed: 1 to " + Splits.MAX_BANKS);
        }
        double[] x = transactions.customerX();
        int[] bankOf = new int[x.length];
        for (int customer = 0; customer < x.length; customer++) {
            bankOf[customer] = Math.min(banks - 1, (int) (x[customer] / MAP_SIZE * banks));
        }
        List<Dataset> datasets = new ArrayList<>();
        for (int bank = 0; bank < banks; bank++) {
            datasets.add(ofBank(transactions, bankOf, bank));
        }
        return datasets;
    }

    private static Dataset ofBank(Transactions all, int[] bankOf, int bank) {
        int[] own = new int[all.count()];
        int[] customers = new int[all.count()];
        int[] terminals = new int[all.count()];
        int size = 0;
        for (int i = 0; i < all.count(); i++) {
            if (bankOf[all.customer()[i]] == bank) {
                customers[size] = all.customer()[i];
                terminals[size] = all.terminal()[i];
                own[size++] = i;
            }
        }
        float[] features = new float[Math.multiplyExact(size, WIDTH)];
        float[] labels = new float[size];
        for (int i = 0; i < size; i++) {
            own(all, own[i], features, i * WIDTH);
            labels[i] = all.isFraud(own[i]) ? 1f : 0f;
        }
        Grouping byCustomer =
                new Grouping(Arrays.copyOf(customers, size), all.world().customers());
        Grouping byTerminal =
                new Grouping(Arrays.copyOf(terminals, size), all.world().terminals());
        for (int w = 0; w < WINDOW_DAYS.length; w++) {
            customerWindow(all, own, byCustomer, WINDOW_DAYS[w], features, CUSTOMER_FEATURES_AT + 2 * w);
            terminalWindow(all, own, byTerminal, WINDOW_DAYS[w], features, TERMINAL_FEATURES_AT + 2 * w);
        }
        int warmUp = 0;
        while (warmUp < size && all.day(own[warmUp]) < all.world().warmUpDays()) {
            warmUp++;
        }
        return new Dataset(
                SCHEMA,
                Arrays.copyOfRange(features, warmUp * WIDTH, features.length),
                Arrays.copyOfRange(labels, warmUp, size),
                List.of());
    }

    private static void own(Transactions all, int i, float[] features, int at) {
        int weekday = all.day(i) % 7; // day 0 is a Sunday
        int hour = all.timeSeconds()[i] % Transactions.DAY_SECONDS / 3_600;
        features[at] = all.amountCents()[i] / 100f;
        features[at + 1] = weekday == 0 || weekday == 6 ? 1f : 0f;
        features[at + 2] = hour <= LAST_NIGHT_HOUR ? 1f : 0f;
    }

    /** Count and mean amount over (t - days, t]. */
    private static void customerWindow(
            Transactions all, int[] own, Grouping groups, int days, float[] features, int column) {
        int window = days * Transactions.DAY_SECONDS;
        for (int group = 0; group < all.world().customers(); group++) {
            int first = groups.from(group);
            long cents = 0;
            for (int i = first; i < groups.from(group + 1); i++) {
                int row = groups.member(i);
                int now = all.timeSeconds()[own[row]];
                cents += all.amountCents()[own[row]];
                for (; all.timeSeconds()[own[groups.member(first)]] <= now - window; first++) {
                    cents -= all.amountCents()[own[groups.member(first)]];
                }
                int count = i - first + 1;
                features[row * WIDTH + column] = count;
                features[row * WIDTH + column + 1] = (float) (cents / 100.0 / count);
            }
        }
    }

    /** Count and fraud rate over (t - delay - days, t - delay]. */
    private static void terminalWindow(
            Transactions all, int[] own, Grouping groups, int days, float[] features, int column) {
        int delay = LABEL_DELAY_DAYS * Transactions.DAY_SECONDS;
        int window = days * Transactions.DAY_SECONDS;
        for (int group = 0; group < all.world().terminals(); group++) {
            int first = groups.from(group);
            int next = first;
            int frauds = 0;
            for (int i = first; i < groups.from(group + 1); i++) {
                int row = groups.member(i);
                int end = all.timeSeconds()[own[row]] - delay;
                for (; all.timeSeconds()[own[groups.member(next)]] <= end; next++) {
                    frauds += all.isFraud(own[groups.member(next)]) ? 1 : 0;
                }
                for (; first < next && all.timeSeconds()[own[groups.member(first)]] <= end - window; first++) {
                    frauds -= all.isFraud(own[groups.member(first)]) ? 1 : 0;
                }
                int count = next - first;
                features[row * WIDTH + column] = count;
                features[row * WIDTH + column + 1] = count == 0 ? 0f : (float) frauds / count;
            }
        }
    }
}
