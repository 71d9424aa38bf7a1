package io.weir.cli.demo;

import io.weir.cli.cluster.ClusterConfig;
import io.weir.cli.cluster.EmbeddedCluster;
import io.weir.cli.federation.BudgetAccounts;
import io.weir.cli.federation.BudgetAccounts.Level;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationAdmin;
import io.weir.cli.federation.FederationException;
import io.weir.cli.federation.Manifests;
import io.weir.cli.federation.StatisticsSource;
import io.weir.cli.report.DemoResult;
import io.weir.cli.report.LiveProgress;
import io.weir.publisher.ModelReader;
import io.weir.publisher.PublishedModel;
import io.weir.publisher.PublisherConfig;
import io.weir.wire.FederationSettings;
import io.weir.wire.ModelManifest;
import io.weir.wire.ParticipantPrivacySettings;
import io.weir.wire.PrivacyBudget;
import io.weir.wire.RoundOpened;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs a demo from loading its data to the last version, and says what came out. */
final class DemoRun {
    private static final Duration POLL = Duration.ofMillis(20);
    /** Longest silence between two steps of a round, its deadline and a restart of everything included. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final DemoOptions options;
    private final List<String> command;
    private final LiveProgress progress;

    DemoRun(DemoOptions options, List<String> command, LiveProgress progress) {
        this.options = options;
        this.command = command;
        this.progress = progress;
    }

    /** What is to be done with the cluster once the last version is there, before it is shut down. */
    interface Afterwards {
        void with(DemoResult result, Connection connection) throws InterruptedException;
    }

    /** What a cluster is there for. */
    private interface Federating {
        DemoResult on(Connection connection) throws InterruptedException;
    }

    /** Where it comes from. */
    private interface Cluster {
        DemoResult during(Federating federating) throws InterruptedException;
    }

    /** Runs on a cluster of its own. */
    DemoResult run(Afterwards afterwards) throws InterruptedException {
        return run(
                federating -> {
                    progress.phase("starting broker and registry");
                    try (EmbeddedCluster cluster = EmbeddedCluster.start(ClusterConfig.defaults())) {
                        return federating.on(Connection.of(cluster.bootstrapServers(), cluster.registryUrl()));
                    }
                },
                afterwards);
    }

    /** Runs on a cluster that is there already. */
    DemoResult runOn(Connection connection, Afterwards afterwards) throws InterruptedException {
        return run(federating -> federating.on(connection), afterwards);
    }

    private DemoResult run(Cluster cluster, Afterwards afterwards) throws InterruptedException {
        long startNs = System.nanoTime();
        progress.phase("preparing the banks' data");
        DemoData data = DemoData.load(options);
        for (DemoData.Bank bank : data.banks()) {
            if (bank.hasOneClass()) {
                progress.event(bank.name() + " has training rows of one class only: it takes part, but alone it could"
                        + " not learn to tell classes apart");
            }
        }
        if (options.attested()) {
            progress.event("attestation is SIMULATED: updates are sealed and opened as in an attested federation, and"
                    + " nothing is protected");
        }
        if (options.saysHowRowsArePrepared()) {
            progress.event(data.preparation());
        }
        ModelManifest manifest =
                Manifests.tabular(options.model(), data.schema(), options.seed(), options.statistics());
        DemoServices services = DemoServices.generate();
        FederationSettings settings = DemoSettings.of(options, data.banks().size(), manifest, services);
        Scores scores = new Scores(data.test());
        ExecutorService background = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "weir-demo-baselines");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Future<Baselines.Result> baselines =
                    background.submit(() -> new Baselines(options, manifest, scores).train(data));
            return cluster.during(connection ->
                    federate(data, settings, services, scores, baselines, connection, startNs, afterwards));
        } finally {
            background.shutdownNow();
        }
    }

    private DemoResult federate(
            DemoData data,
            FederationSettings settings,
            DemoServices services,
            Scores scores,
            Future<Baselines.Result> baselines,
            Connection connection,
            long startNs,
            Afterwards afterwards)
            throws InterruptedException {
        progress.phase("creating the federation and starting " + data.banks().size() + " banks");
        try (DemoFederation federation = new DemoFederation(options, services, connection)) {
            BankProgress banks = new BankProgress(progress, data.banks().size(), options.rounds());
            federation.start(data, settings, banks::of);
            List<DemoResult.Round> rounds = follow(federation, scores, banks, connection);
            progress.phase("training the baselines: each bank alone, and all rows in one place");
            Baselines.Result alone = await(baselines);
            DemoResult result = ResultBuilder.build(
                    options, command, data, rounds, alone, privacy(connection), (System.nanoTime() - startNs) / 1e9);
            progress.done();
            afterwards.with(result, connection);
            return result;
        }
    }

    private Optional<DemoResult.Privacy> privacy(Connection connection) {
        try (FederationAdmin admin = new FederationAdmin(connection)) {
            FederationSettings settings = admin.settings(options.federation());
            Optional<PrivacyBudget> budget = Optional.ofNullable(settings.getParticipantPrivacy())
                    .map(ParticipantPrivacySettings::getBudget)
                    .or(() -> Optional.ofNullable(settings.getPrivacyBudget()));
            Level level = settings.getParticipantPrivacy() == null ? Level.RECORDS : Level.PARTICIPANT;
            Map<String, Double> spent = new HashMap<>();
            BudgetAccounts.read(connection, settings, admin.participants(options.federation())).stream()
                    .filter(account -> account.level() == level)
                    .forEach(account -> spent.put(account.participant(), account.epsilon()));
            return budget.map(of -> new DemoResult.Privacy(level, of.getEpsilon(), of.getDelta(), spent));
        }
    }

    private List<DemoResult.Round> follow(
            DemoFederation federation, Scores scores, BankProgress banks, Connection connection)
            throws InterruptedException {
        Map<String, Object> properties = connection.clientProperties();
        properties.put(PublisherConfig.FEDERATION, options.federation());
        PublisherConfig config = PublisherConfig.from(properties);
        List<DemoResult.Round> rounds = new ArrayList<>();
        try (RoundLog log = new RoundLog(connection.clientProperties(), options.federation());
                ModelReader models = new ModelReader(config)) {
            RoundBuilder builder = new RoundBuilder(log, banks);
            // Version 0 is made of the first round's statistics, or there from the beginning.
            long first = options.statistics() == StatisticsSource.ROUND ? 0 : 1;
            long version = first - 1;
            progress.phase(first == 0 ? "gathering statistics" : "waiting for the first round");
            for (long round = first; round <= options.rounds(); round++) {
                if (round == 1) {
                    progress.phase("training");
                }
                boolean published = awaitEnd(federation, log, models, round, version + 1);
                if (published) {
                    version++;
                    PublishedModel model = models.version(version);
                    builder.published(round, model, scores.of(model.head().getManifest(), model.parameters()));
                } else {
                    builder.failed(round);
                }
                if (round > 0) {
                    rounds.add(builder.last());
                    progress.event(text(builder.last()));
                }
            }
        }
        return rounds;
    }

    /** Waits for the round's version, or its failure. */
    private boolean awaitEnd(DemoFederation federation, RoundLog log, ModelReader models, long round, long version)
            throws InterruptedException {
        long patienceNs = System.nanoTime() + PATIENCE.toNanos();
        boolean wasOpen = false;
        while (true) {
            if (federation.failure().isDone()) {
                Throwable cause = federation.failure().join();
                throw new FederationException(
                        "a part of the federation failed in round " + round + ": " + cause.getMessage(), cause);
            }
            log.poll(POLL);
            if (log.failed(round).isPresent()) {
                return false;
            }
            if (log.sealed(round).isPresent()
                    && models.awaitVersion(version, POLL).isPresent()) {
                return true;
            }
            boolean open = log.opened(round).map(RoundOpened::getRound).isPresent();
            if (open && !wasOpen) {
                wasOpen = true;
                patienceNs = System.nanoTime() + PATIENCE.toNanos();
            }
            if (System.nanoTime() > patienceNs) {
                throw new FederationException("round " + round + " made no progress for " + PATIENCE.toMinutes()
                        + " minutes: the log file says what the aggregator and the publisher wait for");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("the demo was interrupted");
            }
        }
    }

    private static Baselines.Result await(Future<Baselines.Result> baselines) throws InterruptedException {
        try {
            return baselines.get();
        } catch (ExecutionException e) {
            throw new FederationException(
                    "the baselines could not be trained: " + e.getCause().getMessage(), e);
        }
    }

    private static String text(DemoResult.Round round) {
        StringBuilder text = new StringBuilder("round " + round.round() + ": ");
        if (round.outcome() instanceof DemoResult.Published published) {
            text.append(String.format(
                    Locale.ROOT,
                    "version %d, AUC %.4f, %d admitted",
                    published.version(),
                    round.quality().auc(),
                    round.admitted().size()));
        } else if (round.outcome() instanceof DemoResult.Failed failed) {
            text.append("failed, ").append(failed.reason());
        }
        round.rejected().forEach(rejection -> text.append(", ")
                .append(rejection.participant())
                .append(" refused (")
                .append(rejection.reason())
                .append(')'));
        round.flags().forEach(flag -> text.append(", ")
                .append(flag.participant())
                .append(" flagged (")
                .append(flag.code())
                .append(')'));
        return text.toString();
    }
}
