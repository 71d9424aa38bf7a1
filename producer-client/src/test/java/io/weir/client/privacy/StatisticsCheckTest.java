package io.weir.client.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.client.PrivateFixtures;
import io.weir.client.StatisticsAnswers;
import io.weir.wire.ParticipantPrivacySettings;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatisticsCheckTest {
    private static final ParticipantPrivacySettings NOISE =
            PrivateFixtures.settings().build();
    private static final RoundOpened STATISTICS = PrivateFixtures.round(0)
            .setTask(RoundTask.STATISTICS)
            .setParticipantPrivacy(null)
            .build();

    private static Optional<String> objection(ParticipantPrivacySettings settings, StatisticsAnswers answers) {
        return StatisticsCheck.objection(STATISTICS, settings, answers);
    }

    @Test
    void statisticsAreRefusedWhereNoiseIsToHideTheRowsThatTheyCount() {
        assertThat(objection(NOISE, StatisticsAnswers.WITHOUT_NOISE))
                .hasValueSatisfying(reason ->
                        assertThat(reason).contains("without noise").contains("weir.statistics.answer=always"));
        assertThat(objection(null, StatisticsAnswers.WITHOUT_NOISE)).isEmpty();
    }

    /** The operator's word that round 0 may be public is not the participant's. */
    @Test
    void whatTheOperatorAllowsIsRefusedAllTheSame() {
        ParticipantPrivacySettings allowed =
                PrivateFixtures.settings().setPublicStatistics(true).build();

        assertThat(objection(allowed, StatisticsAnswers.WITHOUT_NOISE)).isPresent();
        assertThat(objection(allowed, StatisticsAnswers.ALWAYS)).isEmpty();
    }

    @Test
    void aParticipantMayRefuseThemWhateverTheSettingsSay() {
        assertThat(objection(null, StatisticsAnswers.NEVER))
                .hasValueSatisfying(reason -> assertThat(reason).contains("weir.statistics.answer is never"));
    }

    @ParameterizedTest
    @EnumSource
    void roundsOfTrainingAreAnotherMatter(StatisticsAnswers answers) {
        assertThat(StatisticsCheck.objection(PrivateFixtures.round(1).build(), NOISE, answers))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void isReadAsItIsWritten(StatisticsAnswers answers) {
        assertThat(StatisticsAnswers.parse(' ' + answers.text())).isEqualTo(answers);
        assertThat(Arrays.stream(StatisticsAnswers.values()).map(StatisticsAnswers::text))
                .containsExactly("without-noise", "always", "never");
        assertThatThrownBy(() -> StatisticsAnswers.parse("sometimes"))
                .hasMessageContaining("weir.statistics.answer is 'sometimes': use without-noise, always, never");
    }
}
