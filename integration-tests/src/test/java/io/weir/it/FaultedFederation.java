package io.weir.it;

import io.weir.cli.federation.Connection;
import io.weir.cli.federation.SecureDefaults;
import io.weir.client.LocalTrainer;
import io.weir.client.SecureConfig;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.it.FaultScenario.Fault;
import io.weir.it.FaultScenario.Judging;
import io.weir.it.FaultScenario.Kind;
import io.weir.privacy.identity.SecureIdentity;
import io.weir.wire.FederationSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A federation that a scenario disturbs. Whom the scenario kills runs in a process of its own; the rest run in this one,
 * which costs less; and whom the scenario cuts off connects through the broker's proxy.
 */
final class FaultedFederation implements AutoCloseable {
    /** Of the banks, the one that is killed or cut off. */
    private static final int VICTIM = 2;

    private static final long TRAINING_MS = 100;

    private static final Map<String, String> AGGREGATOR = Map.of(
            "main.consumer.session.timeout.ms", "1500",
            "main.consumer.heartbeat.interval.ms", "300",
            "producer.transaction.timeout.ms", "3000");
    private static final Map<String, String> PUBLISHER =
            Map.of("consumer.session.timeout.ms", "1500", "consumer.heartbeat.interval.ms", "300");

    private final FaultScenario scenario;
    private final BrokerProcess broker;
    private final List<Bank> banks;
    private final Path directory;
    private final Path archives;
    private final TestFederation federation;
    private final ServiceProcess aggregator;
    private final ServiceProcess otherAggregator;
    private final ServiceProcess publisher;
    private final ServiceProcess participant;

    /**
     * Creates the federation and starts nothing yet.
     *
     * @param archives where class archives are, with which processes start sooner; a process that ends in order makes
     *     its command's if there is none
     */
    FaultedFederation(
            FaultScenario scenario,
            BrokerProcess broker,
            String registryUrl,
            List<Bank> banks,
            Path directory,
            Path archives) {
        this.scenario = scenario;
        this.broker = broker;
        this.banks = banks;
        this.directory = directory;
        this.archives = archives;
        this.federation = new TestFederation(
                Connection.of(broker.servers(), registryUrl),
                scenario.name(),
                banks.get(0).file(),
                banks,
                // Rounds close when every bank is whole, and in no other way.
                settings -> hiding(scenario.judging(), settings)
                        .setRounds(FaultScenario.ROUNDS)
                        .setRule(scenario.judging().rule())
                        .setDeadlineMs(TimeUnit.HOURS.toMillis(1)));
        Bank bank = banks.get(VICTIM);
        this.aggregator = aggregator("aggregator", servers(Kind.AGGREGATOR_CUT));
        this.otherAggregator = aggregator("other-aggregator", broker.servers());
        this.publisher = process("publisher", "publisher", servers(Kind.PUBLISHER_CUT), PUBLISHER);
        this.participant = process(
                "participant",
                bank.name(),
                servers(Kind.BANK_CUT),
                Map.of(),
                "--identity",
                bank.identityDirectory().toString(),
                "--data",
                bank.file().toString(),
                "--no-holdout",
                "--command-property",
                SecureConfig.COMMITTEE + "=" + scenario.judging().hides());
    }

    /** Every bank is on the committee, and needed there: a sum waits for a member that was killed. */
    private static FederationSettings.Builder hiding(Judging judging, FederationSettings.Builder settings) {
        if (judging.hides()) {
            SecureDefaults.apply(
                    settings,
                    SecureDefaults.settings(
                            judging.backend(),
                            Map.of("committee.size", "3", "threshold", "3", "committee.timeout.ms", "600000")));
        }
        return settings;
    }

    private ServiceProcess aggregator(String name, String servers) {
        return process(
                "aggregator",
                name,
                servers,
                AGGREGATOR,
                "--identity",
                federation.aggregatorIdentity(directory).toString());
    }

    private ServiceProcess process(
            String command, String name, String servers, Map<String, String> properties, String... options) {
        List<String> all = new ArrayList<>(List.of(
                command,
                "--bootstrap-server",
                servers,
                "--schema-registry",
                federation.connection.schemaRegistryUrl(),
                "--federation",
                federation.name));
        properties.forEach((key, value) -> all.addAll(List.of("--command-property", key + "=" + value)));
        all.addAll(List.of(options));
        Path archive = archives.resolve(command + ".jsa");
        String option = Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=";
        return new ServiceProcess(directory, name, List.of(option + archive), all);
    }

    private String servers(Kind cut) {
        return scenario.has(cut) ? broker.proxiedServers() : broker.servers();
    }

    TestFederation federation() {
        return federation;
    }

    /** Starts every part, does what the scenario says and waits for the last version, whose digest it gives. */
    String run() throws InterruptedException {
        startProcesses();
        startHere();
        try (RoundWatch watch = new RoundWatch(federation.connection, federation.topics())) {
            for (Fault fault : scenario.faults()) {
                watch.await(fault.moment());
                strike(fault);
            }
        }
        String digest = federation.awaitDigest(FaultScenario.ROUNDS);
        aggregator.assertAtWork();
        otherAggregator.assertAtWork();
        publisher.assertAtWork();
        participant.assertEnds();
        return digest;
    }

    /** Disturbs nothing; services and one bank run in processes, which end in order. */
    String runCalm() {
        aggregator.start();
        publisher.start();
        participant.start();
        startBanks(VICTIM);
        String digest = federation.awaitDigest(FaultScenario.ROUNDS);
        participant.assertEnds();
        publisher.stop();
        aggregator.stop();
        return digest;
    }

    private void startProcesses() {
        if (scenario.has(Kind.AGGREGATOR_KILLED)) {
            aggregator.start();
        }
        if (scenario.has(Kind.AGGREGATOR_LOST)) {
            otherAggregator.start();
        }
        if (scenario.has(Kind.PUBLISHER_KILLED)) {
            publisher.start();
        }
        if (scenario.has(Kind.BANK_KILLED)) {
            participant.start();
        }
    }

    private void startHere() {
        if (!scenario.has(Kind.AGGREGATOR_KILLED)) {
            federation.startAggregator(directory.resolve("state"), with(AGGREGATOR, Kind.AGGREGATOR_CUT));
        }
        if (!scenario.has(Kind.PUBLISHER_KILLED)) {
            federation.startPublisher(with(PUBLISHER, Kind.PUBLISHER_CUT));
        }
        startBanks(scenario.has(Kind.BANK_KILLED) ? VICTIM : banks.size());
    }

    private void startBanks(int count) {
        for (int i = 0; i < count; i++) {
            Map<String, String> properties = i == VICTIM ? with(Map.of(), Kind.BANK_CUT) : Map.of();
            // One after the other, so that a fault finds rounds in which some have sent and some have not.
            LocalTrainer trainer = new SlowTrainer(banks.get(i).trainer(federation.schema()), i * TRAINING_MS);
            if (scenario.judging().hides()) {
                startHiding(banks.get(i), trainer, properties);
            } else {
                federation.start(banks.get(i), trainer, UpdateInterceptor.NONE, properties);
            }
        }
    }

    private void startHiding(Bank bank, LocalTrainer trainer, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put(SecureConfig.COMMITTEE, "true");
        all.put(
                SecureConfig.STATE_DIR,
                directory.resolve(bank.name() + "-committee").toString());
        SecureIdentity keys = SecureIdentity.loadOrGenerate(bank.identityDirectory());
        federation.startHiding(bank, keys, trainer, UpdateInterceptor.NONE, all);
    }

    private Map<String, String> with(Map<String, String> properties, Kind cut) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("bootstrap.servers", servers(cut));
        return all;
    }

    private void strike(Fault fault) throws InterruptedException {
        switch (fault.kind()) {
            case BROKER_KILLED -> {
                broker.kill();
                pass(fault.outageMs());
                broker.start();
            }
            case AGGREGATOR_KILLED -> killAndStart(aggregator, fault);
            case AGGREGATOR_LOST -> otherAggregator.kill();
            case PUBLISHER_KILLED -> killAndStart(publisher, fault);
            case BANK_KILLED -> killAndStart(participant, fault);
            case AGGREGATOR_CUT, PUBLISHER_CUT, BANK_CUT -> {
                broker.proxy().cut();
                pass(fault.outageMs());
                broker.proxy().heal();
            }
        }
    }

    private static void killAndStart(ServiceProcess process, Fault fault) throws InterruptedException {
        process.kill();
        pass(fault.outageMs());
        process.start();
        process.awaitConnected();
    }

    private static void pass(long durationMs) throws InterruptedException {
        boolean unused = new CountDownLatch(1).await(durationMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        aggregator.close();
        otherAggregator.close();
        publisher.close();
        participant.close();
        federation.close();
    }
}
