package io.weir.publisher;

import io.weir.publisher.internal.BrokerClients;
import io.weir.publisher.internal.KafkaClients;
import io.weir.publisher.internal.ModelView;
import io.weir.publisher.internal.TopicTail;
import io.weir.publisher.internal.VersionScan;
import io.weir.wire.LedgerRecord;
import io.weir.wire.ModelHead;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reads versions from the models topic; every version that it returns is verified. The first call reads the topic whole,
 * later ones only what was added. Every method throws {@link ClusterUnreachableException},
 * {@link FederationNotFoundException} and {@link CorruptModelException}. Not thread-safe.
 */
public final class ModelReader implements AutoCloseable {
    private final KafkaClients clients;
    private final PublisherConfig config;
    private final ModelView view = new ModelView();
    private TopicTail models;

    /** Reads the federation that {@code config} names; connects with the first call. */
    public ModelReader(PublisherConfig config) {
        this(config, new BrokerClients(config));
    }

    ModelReader(PublisherConfig config, KafkaClients clients) {
        this.config = config;
        this.clients = clients;
    }

    /** The newest version; empty before version 0. */
    public Optional<PublishedModel> head() {
        catchUp();
        return view.model();
    }

    /** What is known of the newest version, without its parameters; not verified. */
    public Optional<ModelHead> headRecord() {
        catchUp();
        return view.head();
    }

    /**
     * Waits for version {@code version} or a newer one.
     *
     * @return the newest version then; empty if it did not come within {@code timeout}
     */
    public Optional<PublishedModel> awaitVersion(long version, Duration timeout) {
        long startNanos = System.nanoTime();
        catchUp();
        while (!isAtLeast(version)) {
            Duration left = timeout.minusNanos(System.nanoTime() - startNanos);
            if (left.isNegative() || left.isZero()) {
                return Optional.empty();
            }
            models.poll(left, view::accept);
        }
        return view.model();
    }

    /** Versions whose parameters can still be read. */
    public SortedSet<Long> retainedVersions() {
        catchUp();
        return new TreeSet<>(view.retained().keySet());
    }

    /**
     * A retained version. The topic keeps only the newest head, so for an older version the head is made again from the
     * ledger and the federation's manifest, and the digest in the ledger proves that all of it belongs together.
     *
     * @throws ModelNotFoundException if the version is not retained
     */
    public PublishedModel version(long version) {
        PublishedModel newest = head().orElseThrow(() -> notFound(version));
        if (newest.version() == version) {
            return newest;
        }
        if (!view.retained().containsKey(version)) {
            throw notFound(version);
        }
        LedgerRecord ledger = new LedgerReader(config, clients)
                .version(version)
                .orElseThrow(() -> new CorruptModelException(
                        "version " + version + " of federation '" + config.federation() + "' is not in the ledger"));
        try (TopicTail tail = TopicTail.open(clients, config, config.topics().models())) {
            return VersionScan.read(tail, ledger, newest.head().getManifest());
        }
    }

    private void catchUp() {
        if (models == null) {
            models = TopicTail.open(clients, config, config.topics().models());
        }
        models.catchUp(view::accept);
    }

    private boolean isAtLeast(long version) {
        return view.head().map(head -> head.getVersion() >= version).orElse(false);
    }

    private ModelNotFoundException notFound(long version) {
        return new ModelNotFoundException(
                config.federation(), version, new TreeSet<>(view.retained().keySet()));
    }

    @Override
    public void close() {
        if (models != null) {
            models.close();
        }
    }
}
