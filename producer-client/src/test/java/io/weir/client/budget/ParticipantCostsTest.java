package io.weir.client.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.schemas.serde.WireTrust;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.SharedNoise;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParticipantCostsTest {
    static {
        WireTrust.install(); // builders copy records
    }

    /** The table of docs/concepts/differential-privacy.md: 1000 rounds, z = 4, ten shares, all of them in what is seen. */
    @ParameterizedTest
    @CsvSource({"GAUSSIAN, 1, 1.02", "GAUSSIAN, 10, 3.62", "GAUSSIAN, 0, 67.5", "TREE, 1, 3.62", "TREE, 10, 54.7"})
    void longRunsCostWhatTheDocumentsSay(NoiseMechanism mechanism, long dataRounds, double epsilon) {
        SharedNoise rounds = SharedNoise.newBuilder()
                .setMechanism(mechanism)
                .setNoiseMultiplier(4)
                .setLocalSigma(16)
                .setShares(10)
                .setSeen(10)
                .setDimension(1)
                .setDataRounds(dataRounds)
                .setTreeFirstRound(0)
                .setRounds(1000)
                .build();

        assertThat(ParticipantCosts.epsilon(List.of(rounds), 1e-5)).isCloseTo(epsilon, within(epsilon * 0.01));
    }
}
