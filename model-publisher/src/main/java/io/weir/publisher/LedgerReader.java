package io.weir.publisher;

import io.weir.publisher.internal.BrokerClients;
import io.weir.publisher.internal.KafkaClients;
import io.weir.publisher.internal.LedgerTail;
import io.weir.publisher.internal.TopicTail;
import io.weir.wire.LedgerRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists the ledger: one record for every version that was ever published. Not thread-safe. */
public final class LedgerReader {
    private final KafkaClients clients;
    private final PublisherConfig config;

    /** Reads the federation that {@code config} names. */
    public LedgerReader(PublisherConfig config) {
        this(config, new BrokerClients(config));
    }

    LedgerReader(PublisherConfig config, KafkaClients clients) {
        this.config = config;
        this.clients = clients;
    }

    /**
     * Every record, in the order of publication. Hashes are not verified.
     *
     * @throws ClusterUnreachableException if no broker answers in time
     * @throws FederationNotFoundException if the ledger is not there
     * @throws CorruptModelException if it holds something else
     */
    public List<LedgerRecord> records() {
        List<LedgerRecord> records = new ArrayList<>();
        try (TopicTail ledger = TopicTail.open(clients, config, config.topics().ledger())) {
            ledger.catchUp(row -> records.add(LedgerTail.record(row)));
        }
        return List.copyOf(records);
    }

    /** The record of {@code version}, if it was ever published; as {@link #records}. */
    public Optional<LedgerRecord> version(long version) {
        return records().stream().filter(r -> r.getVersion() == version).findFirst();
    }
}
