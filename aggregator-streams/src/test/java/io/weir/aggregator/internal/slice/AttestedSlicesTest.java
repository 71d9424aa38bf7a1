package io.weir.aggregator.internal.slice;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.internal.attested.Enclave;
import io.weir.aggregator.testkit.Federation;
import io.weir.privacy.attestation.SimulatedTee;
import io.weir.wire.AttestedRound;
import io.weir.wire.KeyLost;
import io.weir.wire.RoundOpened;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttestedSlicesTest {
    private static final Enclave GONE = new Enclave(SimulatedTee.create(SimulatedTee.measurement()), new byte[32]);
    private static final Federation FEDERATION = new Federation(1, 10, 4);
    private static final RoundOpened PLAIN = FEDERATION.opened(5, 4);
    private static final RoundOpened OPENED = RoundOpened.newBuilder(PLAIN)
            .setAttested(new AttestedRound(List.of(GONE.key(ByteBuffer.allocate(32)))))
            .build();

    private final AttestedSlices slices = new AttestedSlices(Optional.empty(), FEDERATION.serde());

    @Test
    void aRoundIsLostToAProcessThatHasNoneOfItsKeys() {
        assertThat(slices.isLost(OPENED)).isTrue();
        assertThat(slices.isLost(PLAIN)).isFalse();
        assertThat(new AttestedSlices(Optional.of(GONE), FEDERATION.serde()).isLost(OPENED))
                .isFalse();
    }

    @Test
    void aLossIsReportedOnceAndAgainAfterWhatWasReportedMayHaveBeenGivenUp() {
        KeyLost loss = new KeyLost(Federation.NAME, 5L, 2);

        assertThat(slices.lost(OPENED, 2)).contains(loss);
        assertThat(slices.lost(OPENED, 2)).isEmpty();
        slices.begin();
        assertThat(slices.lost(OPENED, 2)).contains(loss);
    }
}
