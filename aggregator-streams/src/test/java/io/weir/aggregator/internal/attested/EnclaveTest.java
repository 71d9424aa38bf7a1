package io.weir.aggregator.internal.attested;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.testkit.Federation;
import io.weir.aggregator.testkit.SealingBanks;
import io.weir.privacy.attestation.SimulatedTee;
import io.weir.privacy.sealing.SealingContext;
import io.weir.privacy.sealing.UpdateOpener.Opening;
import io.weir.schemas.digest.Digests;
import io.weir.wire.AttestedRound;
import io.weir.wire.EnclaveKey;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnclaveTest {
    private static final Federation FEDERATION = new Federation(1, 10, 4);
    private static final SimulatedTee TEE = SimulatedTee.create(SimulatedTee.measurement());

    private static Enclave process() {
        return new Enclave(TEE, new byte[32]);
    }

    private static ByteBuffer epoch(int number) {
        return ByteBuffer.allocate(32).putInt(0, number);
    }

    private static RoundOpened sealedFor(EnclaveKey... keys) {
        return RoundOpened.newBuilder(FEDERATION.opened(1, 1))
                .setAttested(new AttestedRound(List.of(keys)))
                .build();
    }

    /** Each task of the process is asked by itself. */
    @Test
    void anEpochHasOneKeyHoweverOftenItIsAskedFor() {
        Enclave process = process();

        EnclaveKey key = process.key(epoch(1));

        assertThat(process.key(epoch(1))).isEqualTo(key);
        assertThat(process.key(epoch(2)).getHpkeKey()).isNotEqualTo(key.getHpkeKey());
        assertThat(process().key(epoch(1)).getHpkeKey()).isNotEqualTo(key.getHpkeKey());
    }

    /** Who takes the process over later opens nothing of earlier rounds. */
    @Test
    void theKeyOfARoundIsDroppedWithTheRoundAfterTheNext() {
        Enclave process = process();
        EnclaveKey first = process.key(epoch(1));
        EnclaveKey second = process.key(epoch(2));
        assertThat(process.opener(sealedFor(first))).isPresent();

        process.key(epoch(3));

        assertThat(process.opener(sealedFor(first))).isEmpty();
        assertThat(process.opener(sealedFor(second))).isPresent();
    }

    @Test
    void everyProcessOfTheRoundOpensWhatIsSealedForAllOfThem() {
        List<Enclave> processes = List.of(process(), process(), process());
        RoundOpened opened = sealedFor(
                processes.stream().map(process -> process.key(epoch(1))).toArray(EnclaveKey[]::new));
        UpdateChunk chunk = new SealingBanks(FEDERATION)
                .sealed(opened, opened, "bank-a", "bank-a", new float[10], 7)
                .get(2);
        SealingContext context = new SealingContext(Digests.configDigest(opened), "bank-a", 7, opened.getChunkCount());

        assertThat(processes).allSatisfy(process -> assertThat(
                        process.opener(opened).orElseThrow().open(context, 2, chunk.getPayload()))
                .isInstanceOf(Opening.Opened.class));
        assertThat(process().opener(opened)).isEmpty();
    }
}
