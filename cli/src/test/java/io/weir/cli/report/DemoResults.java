package io.weir.cli.report;

import io.weir.cli.federation.BudgetAccounts.Level;
import io.weir.cli.report.DemoResult.Failed;
import io.weir.cli.report.DemoResult.Flag;
import io.weir.cli.report.DemoResult.Guard;
import io.weir.cli.report.DemoResult.Model;
import io.weir.cli.report.DemoResult.Participant;
import io.weir.cli.report.DemoResult.Published;
import io.weir.cli.report.DemoResult.Quality;
import io.weir.cli.report.DemoResult.Rejection;
import io.weir.cli.report.DemoResult.Round;
import io.weir.cli.report.DemoResult.Score;
import io.weir.guard.Gram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Results as a demo would produce them. */
final class DemoResults {
    private DemoResults() {}

    /** Five banks, of which one scales its updates and, every fourth round, sends no numbers at all; round 7 fails. */
    static DemoResult attacked(int rounds) {
        List<String> names = List.of("bank-a", "bank-b", "bank-c", "bank-d", "bank-e");
        return of(names, List.of("bank-c"), rounds, 7);
    }

    /** A run in which nothing goes wrong. */
    static DemoResult calm(int banks, int rounds) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < banks; i++) {
            names.add("bank-" + (i + 1));
        }
        return of(names, List.of(), rounds, -1);
    }

    /**
     * Two rounds, the second with a rule that compares updates and with a replay: updates are unit vectors, two and two of
     * which have cosine 0.6, but for the last, which points away from the others and is rejected.
     */
    static DemoResult compared(int banks) {
        DemoResult calm = calm(banks, 2);
        Round last = calm.rounds().get(1);
        String hostile = "bank-" + banks;
        double[] products = new double[Gram.length(banks)];
        for (int i = 0; i < banks; i++) {
            for (int j = 0; j <= i; j++) {
                products[Gram.index(i, j)] = i == j ? 1 : i == banks - 1 ? -0.6 : 0.6;
            }
        }
        Round compared = new Round(
                last.round(),
                last.outcome(),
                last.admitted().subList(0, banks - 1),
                List.of(new Rejection(hostile, "DIRECTION_OUTLIER", "mean cosine -0.600")),
                last.seconds(),
                last.updateBytes(),
                last.quality(),
                last.norms(),
                last.clippingBound(),
                List.of(new Flag("bank-2", "REPLAY", "the same values as the update of 'bank-1' in round 1")),
                Optional.of(new Similarity(calm.names(), Gram.ofTriangle(banks, products))));
        return new DemoResult(
                calm.federation(),
                List.of(calm.rounds().get(0), compared),
                calm.quality(),
                calm.model(),
                calm.guard(),
                calm.seconds(),
                calm.participants(),
                calm.configuration(),
                calm.command());
    }

    /** With a privacy budget. */
    static DemoResult withPrivacy(int rounds) {
        DemoResult open = attacked(rounds);
        return new DemoResult(
                open.federation(),
                open.rounds(),
                open.quality(),
                open.model(),
                open.guard(),
                open.seconds(),
                open.participants(),
                open.configuration(),
                open.command(),
                Optional.of(
                        new DemoResult.Privacy(Level.RECORDS, 4, 1e-5, Map.of("bank-a", 2.5, "bank-b", 3.1234567))));
    }

    static DemoResult of(List<String> names, List<String> attackers, int roundCount, int failing) {
        Random random = new Random(7);
        List<Round> rounds = new ArrayList<>();
        long version = 0;
        for (int n = 1; n <= roundCount; n++) {
            double clippingBound = 1.5;
            Map<String, Double> norms = new TreeMap<>();
            List<String> admitted = new ArrayList<>();
            List<Rejection> rejected = new ArrayList<>();
            for (String name : names) {
                double norm = (0.9 + 0.4 * random.nextDouble()) / Math.sqrt(n);
                if (attackers.contains(name)) {
                    norm = n % 4 == 0 ? Double.NaN : norm * 100;
                    rejected.add(
                            n % 4 == 0
                                    ? new Rejection(name, "NOT_FINITE", "parameter 17 is NaN")
                                    : new Rejection(
                                            name, "NORM_OUTLIER", "norm " + norm + " is above the round's limit 1.62"));
                } else if (n != 5 || !name.equals("bank-e")) {
                    admitted.add(name);
                }
                if (n != 5 || !name.equals("bank-e")) {
                    norms.put(name, norm);
                }
            }
            double auc = 0.868 - 0.09 * Math.exp(-n / 3.0) + 0.002 * random.nextGaussian() / n;
            double ap = 0.601 - 0.22 * Math.exp(-n / 4.0) + 0.004 * random.nextGaussian() / n;
            double seconds = 0.35 + 0.1 * random.nextDouble();
            rounds.add(
                    n == failing
                            ? new Round(
                                    n,
                                    new Failed("QUORUM_NOT_REACHED"),
                                    List.of(),
                                    rejected,
                                    5.02,
                                    3_400,
                                    Score.UNDEFINED,
                                    norms,
                                    clippingBound)
                            : new Round(
                                    n,
                                    new Published(++version, digest(n)),
                                    admitted,
                                    rejected,
                                    seconds,
                                    5_320 + random.nextInt(40),
                                    new Score(auc, ap),
                                    norms,
                                    clippingBound));
        }
        List<Participant> participants = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            participants.add(new Participant(
                    names.get(i), 41_230L / (i + 1), 346L / (i + 1), new Score(0.852 - 0.011 * i, 0.55 - 0.03 * i)));
        }
        return new DemoResult(
                "transactions",
                rounds,
                new Quality(new Score(0.8412, 0.5103), new Score(0.8679, 0.5874), new Score(0.8713, 0.6012)),
                new Model(version, digest(roundCount)),
                Guard.measure(attackers, rounds),
                21.37,
                participants,
                Map.of("model", "logreg", "rule", "fedavg", "codec", "F32", "seed", "1", "quorum", "3"),
                List.of("./weir", "demo", "--banks", Integer.toString(names.size()), "--seed", "1"));
    }

    static String digest(int seed) {
        StringBuilder digest = new StringBuilder("sha256:");
        Random random = new Random(seed);
        for (int i = 0; i < 64; i++) {
            digest.append(Character.forDigit(random.nextInt(16), 16));
        }
        return digest.toString();
    }
}
