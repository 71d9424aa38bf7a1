package io.weir.cli.report;

import static java.util.Objects.requireNonNull;

import io.weir.cli.federation.BudgetAccounts.Level;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a whole demo run produced: the document that {@code weir demo --json} prints, and all that the table and the
 * report show. Metrics that are undefined are NaN here and {@code null} in JSON.
 *
 * @param federation the federation's name
 * @param rounds every round, in order, also those that failed
 * @param quality the three figures that the run is about
 * @param model the last version published
 * @param guard how well attackers were told from honest participants
 * @param seconds the run's whole duration
 * @param participants the participants, in the order to show
 * @param configuration settings worth knowing when the run is compared with another; shown sorted by key
 * @param command the command line that repeats the run, one argument an element
 * @param privacy what the banks have spent of their privacy budget, if there was one
 */
public record DemoResult(
        String federation,
        List<Round> rounds,
        Quality quality,
        Model model,
        Guard guard,
        double seconds,
        List<Participant> participants,
        Map<String, String> configuration,
        List<String> command,
        Optional<Privacy> privacy) {

    /** Key of the configuration that says how updates were sealed, if they were. */
    public static final String ATTESTATION = "attestation";

    /** Key of the configuration that says what banks told of their rows besides updates, where that matters. */
    public static final String STATISTICS = "statistics";

    /** Without a privacy budget. */
    public DemoResult(
            String federation,
            List<Round> rounds,
            Quality quality,
            Model model,
            Guard guard,
            double seconds,
            List<Participant> participants,
            Map<String, String> configuration,
            List<String> command) {
        this(
                federation,
                rounds,
                quality,
                model,
                guard,
                seconds,
                participants,
                configuration,
                command,
                Optional.empty());
    }

    public DemoResult {
        requireNonNull(federation, "federation");
        requireNonNull(quality, "quality");
        requireNonNull(model, "model");
        requireNonNull(guard, "guard");
        rounds = List.copyOf(rounds);
        participants = List.copyOf(participants);
        configuration = Collections.unmodifiableMap(new TreeMap<>(configuration));
        command = List.copyOf(command);
    }

    /** The run as one JSON document on one line. */
    public String toJson() {
        return DemoJson.document(this).toString();
    }

    /** Names of all who took part: the participants in their order, then others that a round names, sorted. */
    public List<String> names() {
        Set<String> names = new LinkedHashSet<>();
        participants.forEach(participant -> names.add(participant.name()));
        Set<String> others = new TreeSet<>();
        for (Round round : rounds) {
            others.addAll(round.admitted());
            round.rejected().forEach(rejection -> others.add(rejection.participant()));
            others.addAll(round.norms().keySet());
        }
        names.addAll(others);
        return List.copyOf(names);
    }

    /**
     * One round.
     *
     * @param round the round's number
     * @param outcome the version it produced, or why it failed
     * @param admitted names of those whose updates count
     * @param rejected those whose updates do not, with the reason
     * @param seconds from the round's opening to the version's visibility, or to its failure
     * @param updateBytes size of all updates on the round's topic
     * @param quality the new version's quality on the held-back rows; {@link Score#UNDEFINED} when not measured
     * @param norms measured L2 norm of each update that arrived, by participant; may be NaN or infinite
     * @param clippingBound the largest L2 norm announced for the round, NaN if there was none
     * @param flags what was noted of updates, whatever became of them
     * @param similarity how alike the updates were, if the rule compared them
     */
    public record Round(
            long round,
            Outcome outcome,
            List<String> admitted,
            List<Rejection> rejected,
            double seconds,
            long updateBytes,
            Score quality,
            Map<String, Double> norms,
            double clippingBound,
            List<Flag> flags,
            Optional<Similarity> similarity) {

        /** Nothing was noted and nothing compared. */
        public Round(
                long round,
                Outcome outcome,
                List<String> admitted,
                List<Rejection> rejected,
                double seconds,
                long updateBytes,
                Score quality,
                Map<String, Double> norms,
                double clippingBound) {
            this(
                    round,
                    outcome,
                    admitted,
                    rejected,
                    seconds,
                    updateBytes,
                    quality,
                    norms,
                    clippingBound,
                    List.of(),
                    Optional.empty());
        }

        public Round {
            requireNonNull(outcome, "outcome");
            requireNonNull(quality, "quality");
            admitted = List.copyOf(admitted);
            rejected = List.copyOf(rejected);
            flags = List.copyOf(flags);
            norms = Collections.unmodifiableMap(new TreeMap<>(norms));
        }

        /** What became of a participant in this round. A participant both admitted and rejected counts as rejected. */
        public Verdict verdictOn(String participant) {
            if (rejectionOf(participant).isPresent()) {
                return Verdict.REJECTED;
            }
            if (admitted.contains(participant)) {
                return Verdict.ADMITTED;
            }
            return outcome instanceof Failed && norms.containsKey(participant) ? Verdict.VOID : Verdict.MISSING;
        }

        /** The first rejection of this participant in this round. */
        public Optional<Rejection> rejectionOf(String participant) {
            return rejected.stream()
                    .filter(rejection -> rejection.participant().equals(participant))
                    .findFirst();
        }
    }

    /** How a round ended. */
    public sealed interface Outcome {}

    /** A new version of the model became visible; {@code digest} is {@code sha256:…}. */
    public record Published(long version, String digest) implements Outcome {
        public Published {
            requireNonNull(digest, "digest");
        }
    }

    /** The round ended without a version. */
    public record Failed(String reason) implements Outcome {
        public Failed {
            requireNonNull(reason, "reason");
        }
    }

    /** What became of one participant in one round. {@code VOID}: its update arrived, but the round failed. */
    public enum Verdict {
        ADMITTED,
        REJECTED,
        MISSING,
        VOID
    }

    /** An update that does not count, with its reason code and what was measured. */
    public record Rejection(String participant, String reason, String detail) {
        public Rejection {
            requireNonNull(participant, "participant");
            requireNonNull(reason, "reason");
            requireNonNull(detail, "detail");
        }
    }

    /** Something noted of an update, which refuses nobody: its code and what was measured. */
    public record Flag(String participant, String code, String detail) {
        public Flag {
            requireNonNull(participant, "participant");
            requireNonNull(code, "code");
            requireNonNull(detail, "detail");
        }
    }

    /** Area under the ROC curve and average precision, each in [0, 1] or NaN. */
    public record Score(double auc, double ap) {
        /** Neither figure is known. */
        public static final Score UNDEFINED = new Score(Double.NaN, Double.NaN);
    }

    /** Each bank alone (mean), all together by federation, all rows in one place; same model, steps and test rows. */
    public record Quality(Score localOnly, Score federated, Score pooled) {
        public Quality {
            requireNonNull(localOnly, "localOnly");
            requireNonNull(federated, "federated");
            requireNonNull(pooled, "pooled");
        }
    }

    /**
     * A privacy budget and what the banks' own ledgers say of it.
     *
     * @param level whose privacy is counted
     * @param epsilon the budget of each bank at {@code delta}
     * @param spent ε by participant, upper bounds
     */
    public record Privacy(Level level, double epsilon, double delta, Map<String, Double> spent) {
        public Privacy {
            requireNonNull(level, "level");
            spent = Collections.unmodifiableMap(new TreeMap<>(spent));
        }

        /** What the bank with the largest share has spent. */
        public double spentMax() {
            return spent.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElse(0);
        }
    }

    /** The last version published. */
    public record Model(long version, String digest) {
        public Model {
            requireNonNull(digest, "digest");
        }
    }

    /**
     * How well the guard told attackers from honest participants, counted in updates.
     *
     * @param precision share of the rejected updates that came from attackers, NaN if none was rejected
     * @param recall share of the attackers' judged updates that were rejected, NaN if there were none
     * @param attackers names of the participants that were made to attack
     */
    public record Guard(double precision, double recall, List<String> attackers) {
        public Guard {
            attackers = List.copyOf(attackers);
        }

        /** Counts precision and recall over the verdicts of all rounds. */
        public static Guard measure(Collection<String> attackers, List<Round> rounds) {
            Set<String> hostile = new TreeSet<>(attackers);
            long caught = 0;
            long wronged = 0;
            long escaped = 0;
            for (Round round : rounds) {
                Set<String> rejected = new TreeSet<>();
                round.rejected().forEach(rejection -> rejected.add(rejection.participant()));
                long hostileRejected =
                        rejected.stream().filter(hostile::contains).count();
                caught += hostileRejected;
                wronged += rejected.size() - hostileRejected;
                escaped += round.admitted().stream()
                        .filter(name -> hostile.contains(name) && !rejected.contains(name))
                        .count();
            }
            return new Guard(share(caught, caught + wronged), share(caught, caught + escaped), List.copyOf(hostile));
        }

        private static double share(long part, long whole) {
            return whole == 0 ? Double.NaN : (double) part / whole;
        }
    }

    /**
     * One participant's data.
     *
     * @param rows all its rows, held-back ones too
     * @param positives those of them with a positive label
     * @param localOnly what a model trained on its rows alone reaches
     */
    public record Participant(String name, long rows, long positives, Score localOnly) {
        public Participant {
            requireNonNull(name, "name");
            requireNonNull(localOnly, "localOnly");
        }
    }
}
