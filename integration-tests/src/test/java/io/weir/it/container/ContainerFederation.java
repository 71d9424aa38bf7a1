package io.weir.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.CommandLines;
import io.weir.cli.federation.FederationAdmin;
import io.weir.cli.federation.TopicSnapshot;
import io.weir.it.Bank;
import io.weir.it.Eventually;
import io.weir.it.FederationView;
import io.weir.it.SampleData;
import io.weir.schemas.Keys;
import io.weir.wire.FederationSettings;
import io.weir.wire.RoundOpened;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.testcontainers.images.builder.Transferable;

/** A federation whose services and banks each run in a container; ended with the test. */
final class ContainerFederation extends FederationView implements AutoCloseable {
    private static final int READABLE_BY_ALL = 0444;
    private static final int HEAP_MB = 300;
    private static final String HOME = "/var/lib/weir/";

    private final ContainerCluster cluster;
    private final String name;
    private final List<Bank> banks;
    private final Deque<Container> containers = new ArrayDeque<>();

    private ContainerFederation(ContainerCluster cluster, String name, List<Bank> banks) {
        super(cluster.connection(), name);
        this.cluster = cluster;
        this.name = name;
        this.banks = banks;
    }

    /** Creates it with every bank enrolled and needed in every round; nothing runs yet. */
    static ContainerFederation create(ContainerCluster cluster, String name, List<Bank> banks, Path keys, long rounds) {
        List<String> command = new ArrayList<>(List.of("federation", "create", "--federation", name));
        command.addAll(List.of("--bootstrap-server", cluster.connection().bootstrapServers(), "--schema-registry"));
        command.add(cluster.connection().schemaRegistryUrl());
        command.addAll(List.of("--schema-from", banks.get(0).file().toString(), "--label", SampleData.LABEL));
        command.addAll(List.of("--drop", "id", "--model", "mlp:4", "--rounds", String.valueOf(rounds)));
        command.addAll(List.of("--quorum", String.valueOf(banks.size()), "--partitions", "2"));
        // Only a full cohort ends a round, however long a fault lasts.
        command.addAll(List.of("--chunk-parameters", "8", "--deadline-ms", "600000"));
        banks.forEach(bank -> command.addAll(List.of(
                "--participant-certificate",
                keys.resolve(bank.name()).resolve("participant.crt").toString())));
        CommandLines.Ended ended = CommandLines.run(command.toArray(String[]::new));
        assertThat(ended.exitStatus()).as(ended.err()).isZero();
        return new ContainerFederation(cluster, name, banks);
    }

    FederationSettings settings() {
        try (FederationAdmin admin = new FederationAdmin(cluster.connection())) {
            return admin.settings(name);
        }
    }

    Container startAggregator(String instance) {
        return start(command(
                instance,
                "aggregator",
                "--command-property=main.consumer.session.timeout.ms=3000",
                "--command-property=main.consumer.heartbeat.interval.ms=500"));
    }

    Container startPublisher() {
        return start(command(
                "publisher",
                "publisher",
                "--command-property=consumer.session.timeout.ms=3000",
                "--command-property=consumer.heartbeat.interval.ms=500"));
    }

    /** Starts every bank, each with its own key and rows and nobody else's. */
    List<Container> startBanks(Path keys) {
        return banks.stream()
                .map(bank -> start(command(
                                bank.name(),
                                "participant",
                                "--identity=" + HOME + "identity",
                                "--data=" + HOME + "data.csv",
                                "--no-holdout")
                        .withCopyToContainer(
                                file(keys.resolve(bank.name()).resolve("participant.key")),
                                HOME + "identity/participant.key")
                        .withCopyToContainer(
                                file(keys.resolve(bank.name()).resolve("participant.crt")),
                                HOME + "identity/participant.crt")
                        .withCopyToContainer(file(bank.file()), HOME + "data.csv")))
                .toList();
    }

    private Container command(String instance, String command, String... options) {
        List<String> all = new ArrayList<>(List.of(command, "--federation=" + name));
        all.addAll(List.of(
                "--bootstrap-server=" + ContainerCluster.BROKER, "--schema-registry=" + ContainerCluster.REGISTRY));
        all.addAll(List.of(options));
        Container container = new Container(cluster.images().weir(), cluster.network(), name + "-" + instance, HEAP_MB);
        container.setCommand(all.toArray(String[]::new));
        return container;
    }

    private Container start(Container container) {
        containers.push(container);
        container.start();
        return container;
    }

    private static Transferable file(Path file) {
        try {
            return Transferable.of(Files.readAllBytes(file), READABLE_BY_ALL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a version, but not when a service or bank has failed. */
    void awaitVersionOrFailure(long version) {
        Eventually.holds("version " + version + " of " + name, () -> {
            containers.forEach(container -> assertThat(container.hasEnded() && container.exitStatus() != 0)
                    .as(container::getLogs)
                    .isFalse());
            return newestVersion().orElse(-1L) >= version;
        });
    }

    /** Waits for a round in which every other bank has committed, and which stays open for the one that cannot. */
    long awaitRoundThatLacksOnly(Bank missing) {
        Set<String> expected = commits();
        expected.remove(Keys.commit(missing.name()));
        AtomicLong found = new AtomicLong();
        Eventually.holds("a round lacks " + missing.name() + " only", () -> {
            if (!(newestRound().orElse(null) instanceof RoundOpened opened)) {
                return false;
            }
            found.set(opened.getRound());
            Set<String> commits = records(opened.getTopic()).stream()
                    .map(TopicSnapshot.Entry::key)
                    .filter(commits()::contains)
                    .collect(Collectors.toSet());
            return commits.equals(expected);
        });
        return found.get();
    }

    private Set<String> commits() {
        return banks.stream().map(Bank::name).map(Keys::commit).collect(Collectors.toSet());
    }

    @Override
    public void close() {
        while (!containers.isEmpty()) {
            containers.pop().stop();
        }
    }
}
