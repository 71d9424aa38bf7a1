package io.weir.cli.bench;

import io.weir.aggregator.AggregatorApplication;
import io.weir.aggregator.AggregatorConfig;
import io.weir.cli.cluster.DataDirectory;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationAdmin;
import io.weir.cli.federation.FederationDefaults;
import io.weir.cli.federation.FederationException;
import io.weir.cli.federation.SecureDefaults;
import io.weir.client.Participant;
import io.weir.client.ParticipantConfig;
import io.weir.client.ParticipantListener;
import io.weir.client.SecureConfig;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.SecureIdentity;
import io.weir.publisher.ModelPublisher;
import io.weir.publisher.PublisherConfig;
import io.weir.publisher.PublisherListener;
import io.weir.wire.FederationSettings;
import io.weir.wire.Initializer;
import io.weir.wire.ModelManifest;
import io.weir.wire.SecureBackend;
import io.weir.wire.TensorRole;
import io.weir.wire.TensorSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** A federation's services and participants in this process, all of which serve on the committee if updates are hidden. */
final class SecureFederation implements AutoCloseable {
    private static final Duration VALIDITY = Duration.ofDays(1);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** No round closes without an update of everybody. */
    private static final Duration DEADLINE = Duration.ofMinutes(4);

    /** A participant and its keys. */
    record Member(ParticipantIdentity identity, SecureIdentity keys) {}

    private interface Run {
        void run() throws InterruptedException;
    }

    private final SecureOptions options;
    private final SecureBackend backend;
    private final Connection connection;
    private final String name;
    private final int rounds;
    private final List<Member> members;
    private final ParticipantIdentity aggregator;
    private final DataDirectory journals = DataDirectory.open(Optional.empty(), "weir-bench-committee");
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CountDownLatch completed;
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    /** @param backend NONE for the plain path */
    SecureFederation(SecureOptions options, SecureBackend backend, Connection connection) {
        this.options = options;
        this.backend = backend;
        this.connection = connection;
        this.name = "bench-" + SecureResult.label(backend);
        this.rounds = options.repeat() + 1;
        Instant notBefore = Instant.now().minusSeconds(60);
        this.aggregator = ParticipantIdentity.generate("aggregator", VALIDITY, notBefore);
        this.members = IntStream.range(0, options.participants())
                .mapToObj(i -> new Member(
                        ParticipantIdentity.generate("bank-" + i, VALIDITY, notBefore), SecureIdentity.generate()))
                .toList();
        this.completed = new CountDownLatch(members.size());
    }

    String name() {
        return name;
    }

    int rounds() {
        return rounds;
    }

    Member first() {
        return members.get(0);
    }

    /** Runs every round. */
    void run() throws InterruptedException {
        try (FederationAdmin admin = new FederationAdmin(connection)) {
            admin.create(
                    settings(),
                    members.stream()
                            .map(member -> BenchFederation.entry(name, member.identity()))
                            .toList());
        }
        startAggregator();
        startPublisher();
        for (int i = 0; i < members.size(); i++) {
            startParticipant(i);
        }
        try {
            over.get(PATIENCE.toSeconds() * rounds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new FederationException("federation " + name + " ended: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new FederationException("federation " + name + " did not end its rounds in time", e);
        }
    }

    private FederationSettings settings() {
        ModelManifest manifest = new ModelManifest(
                "bench",
                List.of(new TensorSpec(
                        "weights", List.of(options.parameters()), TensorRole.TRAINABLE, Initializer.ZEROS)),
                options.seed(),
                Map.of());
        FederationSettings.Builder settings = FederationDefaults.settings(name, manifest);
        if (backend != SecureBackend.NONE) {
            SecureDefaults.apply(
                    settings,
                    SecureDefaults.settings(
                            backend,
                            Map.of(
                                    "committee.size", String.valueOf(options.committee()),
                                    "value.bits", String.valueOf(options.valueBits()))));
        }
        return settings.setAggregatorPublicKeys(List.of(ByteBuffer.wrap(aggregator.publicKey())))
                .setRounds(rounds)
                .setQuorum(members.size())
                .setDeadlineMs(DEADLINE.toMillis())
                .build();
    }

    private void startAggregator() {
        Map<String, Object> config = connection.clientProperties();
        config.put(AggregatorConfig.FEDERATION, name);
        AggregatorApplication running =
                new AggregatorApplication(AggregatorConfig.from(config), Optional.of(aggregator));
        parts.push(running);
        running.start();
        inThread("aggregator", () -> running.await().ifPresent(over::completeExceptionally));
    }

    private void startPublisher() {
        Map<String, Object> config = connection.clientProperties();
        config.put(PublisherConfig.FEDERATION, name);
        ModelPublisher publisher = new ModelPublisher(PublisherConfig.from(config), new PublisherListener() {});
        parts.push(publisher);
        inThread("publisher", publisher::run);
    }

    private void startParticipant(int index) {
        Member member = members.get(index);
        Map<String, String> config = new HashMap<>();
        connection.clientProperties().forEach((key, value) -> config.put(key, value.toString()));
        config.put(ParticipantConfig.FEDERATION, name);
        config.put(ParticipantConfig.PARTICIPANT, member.identity().name());
        config.put(SecureConfig.COMMITTEE, String.valueOf(backend != SecureBackend.NONE));
        config.put(
                SecureConfig.STATE_DIR,
                journals.path().resolve(member.identity().name()).toString());
        Participant participant = new Participant(
                ParticipantConfig.from(config),
                member.identity(),
                member.keys(),
                task -> SecureUpdates.of(options, task.round(), index),
                new Completion(),
                UpdateInterceptor.NONE);
        parts.push(participant);
        inThread(member.identity().name(), participant::run);
    }

    /** Of one participant. */
    private final class Completion implements ParticipantListener {
        @Override
        public void completed() {
            completed.countDown();
            if (completed.getCount() == 0) {
                over.complete(null);
            }
        }

        @Override
        public void roundFailed(long round, String reason) {
            over.completeExceptionally(new FederationException("round " + round + " failed: " + reason));
        }
    }

    private void inThread(String part, Run run) {
        Thread thread = new Thread(
                () -> {
                    try {
                        run.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException e) {
                        over.completeExceptionally(e);
                    }
                },
                "weir-bench-" + part);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        RuntimeException first = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            } catch (Exception e) {
                throw new IllegalStateException("no part of a federation throws a checked exception", e);
            }
        }
        journals.close();
        if (first != null) {
            throw first;
        }
    }
}
