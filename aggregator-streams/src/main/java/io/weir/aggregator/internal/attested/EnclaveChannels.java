package io.weir.aggregator.internal.attested;

import io.weir.wire.RoundOpened;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/** A task's channels. It keeps that of the round it is at. Not thread-safe. */
public final class EnclaveChannels {
    private final Optional<Enclave> enclave;
    private final Serde<SpecificRecord> serde;
    private RoundOpened round;
    private Optional<EnclaveChannel> channel = Optional.empty();

    /**
     * A task's channels.
     *
     * @param enclave of its process, if it is set up for attested rounds
     */
    public EnclaveChannels(Optional<Enclave> enclave, Serde<SpecificRecord> serde) {
        this.enclave = enclave;
        this.serde = serde;
    }

    /** Of an attested round; empty if the process has none of its keys. */
    public Optional<EnclaveChannel> of(RoundOpened opened) {
        if (!opened.equals(round)) {
            round = opened;
            channel = enclave.flatMap(held -> held.channel(opened, serde));
        }
        return channel;
    }

    /** Whether what is said about a round counts only if it is authenticated. */
    public static boolean isNeeded(RoundOpened opened) {
        return opened.getAttested() != null;
    }
}
