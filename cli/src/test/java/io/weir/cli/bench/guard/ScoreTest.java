package io.weir.cli.bench.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.attack.LabelledRows;
import io.weir.cli.attack.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreTest {
    /** Two inputs a row; with the model below the rows have logits 3, 2, 1, 0 and −1. */
    private static final LabelledRows ROWS =
            new LabelledRows(new float[] {3, 0, 2, 0, 1, 0, 0, 0, -1, 0}, new float[] {1, 1, 0, 0, 0});

    private static final float[] MODEL = {1, -1, 0};

    @ParameterizedTest
    @CsvSource({"0, 0", "0.5, 0.5", "1.5, 1"})
    void countsMarkedPositiveRowsThatFallBelowTheLastFlaggedOne(float mark, double missed) {
        Score score = Score.of(MODEL, ROWS, trigger(mark));

        assertThat(score).isEqualTo(new Score(1, missed));
    }

    @Test
    void ranksByTheModel() {
        assertThat(Score.of(new float[] {-1, 0, 0}, ROWS, trigger(0)).auc()).isZero();
    }

    @Test
    void leavesTheRowsUnmarked() {
        Score.of(MODEL, ROWS, trigger(9));

        assertThat(ROWS.inputs()).doesNotContain(9);
    }

    @Test
    void isWorthlessIfTheModelIsNotFinite() {
        assertThat(Score.of(new float[] {Float.NaN, 0, 0}, ROWS, trigger(0))).isEqualTo(new Score(0.5, 1));
    }

    private static Trigger trigger(float mark) {
        return new Trigger(new int[] {1}, mark);
    }
}
