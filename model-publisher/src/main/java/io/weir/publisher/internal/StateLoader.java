package io.weir.publisher.internal;

import io.weir.publisher.CorruptModelException;
import io.weir.publisher.PublishedModel;
import io.weir.publisher.PublisherConfig;
import io.weir.wire.LedgerRecord;
import java.util.BitSet;
import java.util.NavigableMap;
import java.util.Optional;

/** Reads what was published, from the topics alone. */
final class StateLoader {
    /**
     * What was published.
     *
     * @param published the newest version; empty before version 0
     * @param retained chunks in the models topic, by version
     */
    record Loaded(Optional<Published> published, NavigableMap<Long, BitSet> retained) {}

    private final KafkaClients clients;
    private final PublisherConfig config;

    StateLoader(KafkaClients clients, PublisherConfig config) {
        this.clients = clients;
        this.config = config;
    }

    /** Reads and verifies; nothing may be published meanwhile. */
    Loaded load() {
        ModelView view = view();
        Optional<PublishedModel> model = view.model();
        Optional<LedgerRecord> last;
        try (TopicTail ledger = TopicTail.open(clients, config, config.topics().ledger())) {
            last = LedgerTail.last(ledger);
        }
        if (model.isPresent() != last.isPresent()) {
            throw new CorruptModelException("federation '" + config.federation() + "': "
                    + (model.isPresent()
                            ? "the models topic has a head and the ledger is empty"
                            : "the ledger ends with version "
                                    + last.orElseThrow().getVersion() + " and the models topic has no head"));
        }
        return new Loaded(
                model.map(newest -> {
                    LedgerRecord ledger = last.orElseThrow();
                    LedgerChain.requireNames(ledger, newest.head());
                    return new Published(newest, ledger);
                }),
                view.retained());
    }

    /** The newest version's number, or {@link VersionBuilder#NONE}. */
    long headVersion() {
        return view().head().map(head -> head.getVersion()).orElse(VersionBuilder.NONE);
    }

    private ModelView view() {
        ModelView view = new ModelView();
        try (TopicTail models = TopicTail.open(clients, config, config.topics().models())) {
            models.catchUp(view::accept);
        }
        return view;
    }
}
