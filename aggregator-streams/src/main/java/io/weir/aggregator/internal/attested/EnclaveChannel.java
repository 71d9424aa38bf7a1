package io.weir.aggregator.internal.attested;

import io.weir.privacy.sealing.PeerTags;
import io.weir.schemas.Bytes;
import io.weir.wire.AuthenticatedRecord;
import io.weir.wire.RoundOpened;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/**
 * What processes that hold keys of an attested round tell each other about it. Whoever sealed an update for these keys has
 * checked their evidence, and sealed for exactly this announcement: so what opens updates need not check it again.
 */
public final class EnclaveChannel {
    private final RoundOpened opened;
    private final PeerTags tags;
    private final Serde<SpecificRecord> serde;

    EnclaveChannel(RoundOpened opened, PeerTags tags, Serde<SpecificRecord> serde) {
        this.opened = opened;
        this.tags = tags;
        this.serde = serde;
    }

    /** A record for {@code topic}, to be sent in its place. */
    public AuthenticatedRecord seal(String topic, SpecificRecord record) {
        byte[] content = serde.serializer().serialize(topic, record);
        return new AuthenticatedRecord(
                opened.getFederation(),
                opened.getRound(),
                tags.index(),
                ByteBuffer.wrap(content),
                ByteBuffer.wrap(tags.of(content)));
    }

    /** The record that a holder of one of the keys sent; empty if none did, or not about this round. */
    public Optional<SpecificRecord> open(String topic, AuthenticatedRecord record) {
        byte[] content = Bytes.copy(record.getContent());
        return tags.accepts(record.getSender(), content, Bytes.copy(record.getTags()))
                ? Optional.of(serde.deserializer().deserialize(topic, content))
                : Optional.empty();
    }
}
