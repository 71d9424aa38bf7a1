package io.weir.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.wire.RoundTask;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LastStepTest {
    private final LastStep trainer = new LastStep();

    @Test
    void sendsWhatTheModelMovedByAndTheSameAgainWhileTheVersionStays() {
        assertThat(step(3, 1, 1)).containsExactly(0, 0);
        assertThat(step(4, 1.5f, 0)).containsExactly(0.5f, -1);
        assertThat(step(4, 1.5f, 0)).containsExactly(0.5f, -1);
        assertThat(step(5, 1.5f, 2)).containsExactly(0, 2);
    }

    @Test
    void whereAVersionWasMissedItStartsFromZero() {
        step(3, 1, 1);

        assertThat(step(5, 9, 9)).containsExactly(0, 0);
        assertThat(step(6, 9, 8)).containsExactly(0, -1);
    }

    @Test
    void isFoundByItsNameOnly() {
        assertThat(LocalTrainers.find(LastStep.class.getName())).isInstanceOf(LastStep.class);
        assertThatThrownBy(() -> LocalTrainers.find("")).isInstanceOf(IllegalArgumentException.class);
    }

    private float[] step(long version, float first, float second) {
        float[] parameters = new float[10];
        parameters[2] = first;
        parameters[3] = second;
        float[] values = trainer.train(new TrainingTask(
                        "cards",
                        version + 1,
                        RoundTask.TRAINING,
                        Fixtures.MANIFEST,
                        version,
                        parameters,
                        Map.of(),
                        1,
                        Instant.EPOCH))
                .values();
        assertThat(values).hasSize(Fixtures.TRAINABLE);
        return Arrays.copyOf(values, 2);
    }
}
