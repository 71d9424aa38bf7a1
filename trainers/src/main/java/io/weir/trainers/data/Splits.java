package io.weir.trainers.data;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Ways to divide one data set among banks and to hold rows back. All are pure functions of their arguments. A bank may
 * come out empty or with one class only; the caller decides what that means.
 */
public final class Splits {
    /** Most banks one data set may be divided among. */
    public static final int MAX_BANKS = 256;
    /** The share of rows that {@link #holdout(Dataset, long)} holds back. */
    public static final double HOLDOUT_SHARE = 0.2;

    private Splits() {}

    /**
     * Gives each value of the split column a bank of its own, in the order of the values' names.
     *
     * @throws InvalidDataException if the rows carry no split column, or it has one value or more than
     *     {@value #MAX_BANKS}
     */
    public static SortedMap<String, Dataset> byColumn(Dataset data) {
        if (data.groups().isEmpty()) {
            throw new InvalidDataException("no column to split by was kept with the rows; name one");
        }
        SortedMap<String, List<Integer>> rows = new TreeMap<>();
        for (int row = 0; row < data.rows(); row++) {
            rows.computeIfAbsent(data.groups().get(row), group -> new ArrayList<>())
                    .add(row);
        }
        if (rows.size() < 2 || rows.size() > MAX_BANKS) {
            throw new InvalidDataException("the column to split by has " + rows.size()
                    + " distinct values, each of which would be a bank; allowed: 2 to " + MAX_BANKS);
        }
        SortedMap<String, Dataset> banks = new TreeMap<>();
        rows.forEach((group, members) -> banks.put(group, data.select(toArray(members))));
        return banks;
    }

    /**
     * Divides the rows of each label among the banks in proportions drawn from a symmetric Dirichlet distribution, so
     * that both the class mix and the size differ by bank (Hsu, Qi, Brown 2019, arXiv:1909.06335, with the proportions
     * drawn per label as in Yurochkin et al. 2019).
     *
     * @param alpha concentration, above 0: 100 is nearly even, 0.1 gives most banks few rows of some label
     * @param banks 1 to {@value #MAX_BANKS}
     */
    public static List<Dataset> dirichlet(Dataset data, double alpha, int banks, long seed) {
        requireBanks(banks);
        if (!(alpha > 0 && alpha <= 1e6)) {
            throw new IllegalArgumentException("alpha is " + alpha + "; allowed: above 0, at most 1e6");
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<List<Integer>> members = emptyBanks(banks);
        for (int label = 0; label < 2; label++) {
            int[] rows = shuffled(rowsOf(data, label), random);
            double[] share = Sampling.dirichlet(random, alpha, banks);
            double cumulated = 0;
            int from = 0;
            for (int bank = 0; bank < banks; bank++) {
                cumulated += share[bank];
                int to = bank == banks - 1
                        ? rows.length
                        : (int) Math.min(rows.length, Math.rint(cumulated * rows.length));
                for (int i = from; i < to; i++) {
                    members.get(bank).add(rows[i]);
                }
                from = Math.max(from, to);
            }
        }
        return datasets(data, members);
    }

    /**
     * Deals the shuffled rows out evenly; sizes differ by at most one.
     *
     * @param banks 1 to {@value #MAX_BANKS}
     */
    public static List<Dataset> iid(Dataset data, int banks, long seed) {
        requireBanks(banks);
        int[] rows = new int[data.rows()];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = row;
        }
        shuffled(rows, new SplittableRandom(seed));
        List<List<Integer>> members = emptyBanks(banks);
        for (int i = 0; i < rows.length; i++) {
            members.get(i % banks).add(rows[i]);
        }
        return datasets(data, members);
    }

    /** Holds back one fifth of the rows of each label, rounded to the nearest, chosen at random by the seed. */
    public static Holdout holdout(Dataset data, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Integer> train = new ArrayList<>();
        List<Integer> test = new ArrayList<>();
        for (int label = 0; label < 2; label++) {
            int[] rows = shuffled(rowsOf(data, label), random);
            long held = Math.round(rows.length * HOLDOUT_SHARE);
            for (int i = 0; i < rows.length; i++) {
                (i < held ? test : train).add(rows[i]);
            }
        }
        return new Holdout(data.select(sorted(train)), data.select(sorted(test)));
    }

    private static void requireBanks(int banks) {
        if (banks < 1 || banks > MAX_BANKS) {
            throw new IllegalArgumentException("banks is " + banks + "; allowed: 1 to " + MAX_BANKS);
        }
    }

    private static List<List<Integer>> emptyBanks(int banks) {
        List<List<Integer>> members = new ArrayList<>();
        for (int bank = 0; bank < banks; bank++) {
            members.add(new ArrayList<>());
        }
        return members;
    }

    private static List<Dataset> datasets(Dataset data, List<List<Integer>> members) {
        return members.stream().map(rows -> data.select(sorted(rows))).toList();
    }

    private static int[] rowsOf(Dataset data, int label) {
        int positives = data.positives();
        int[] rows = new int[label == 1 ? positives : data.rows() - positives];
        int at = 0;
        for (int row = 0; row < data.rows(); row++) {
            if ((data.labels()[row] > 0) == (label == 1)) {
                rows[at++] = row;
            }
        }
        return rows;
    }

    private static int[] shuffled(int[] rows, SplittableRandom random) {
        for (int i = rows.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = rows[i];
            rows[i] = rows[other];
            rows[other] = kept;
        }
        return rows;
    }

    private static int[] sorted(List<Integer> rows) {
        return rows.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    private static int[] toArray(List<Integer> rows) {
        return rows.stream().mapToInt(Integer::intValue).toArray();
    }
}
