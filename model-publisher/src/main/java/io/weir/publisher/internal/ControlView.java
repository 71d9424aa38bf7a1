package io.weir.publisher.internal;

import io.weir.publisher.PublisherException;
import io.weir.schemas.Keys;
import io.weir.wire.FederationSettings;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The settings in the control topic. Not thread-safe. */
final class ControlView {
    private final String federation;
    private FederationSettings settings;

    ControlView(String federation) {
        this.federation = federation;
    }

    /** Takes the topic's next record. */
    void accept(ConsumerRecord<String, SpecificRecord> row) {
        if (!Keys.settings().equals(row.key())) {
            return;
        }
        if (row.value() == null) {
            settings = null;
        } else if (row.value() instanceof FederationSettings newest
                && newest.getFederation().equals(federation)) {
            settings = newest;
        } else {
            throw new PublisherException("topic '" + row.topic() + "', offset " + row.offset() + ": the record under '"
                    + row.key() + "' is not the settings of federation '" + federation + "'");
        }
    }

    /** The newest settings, if the operator wrote any. */
    Optional<FederationSettings> settings() {
        return Optional.ofNullable(settings);
    }
}
