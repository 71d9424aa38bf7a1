package io.weir.client.privacy;

import io.weir.client.StatisticsAnswers;
import io.weir.wire.ParticipantPrivacySettings;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import java.util.Optional;

/** Whether to answer a round of statistics. The operator may call it public; the participant decides for itself. */
public final class StatisticsCheck {
    private StatisticsCheck() {}

    /**
     * Why not to take part, for people; empty if there is no reason.
     *
     * @param settings of the federation; null if it asks for no noise
     */
    public static Optional<String> objection(
            RoundOpened opened, ParticipantPrivacySettings settings, StatisticsAnswers answers) {
        if (opened.getTask() != RoundTask.STATISTICS) {
            return Optional.empty();
        }
        return switch (answers) {
            case ALWAYS -> Optional.empty();
            case NEVER ->
                Optional.of("it asks for sums and counts of this participant's rows, and " + StatisticsAnswers.KEY
                        + " is " + answers.text());
            case WITHOUT_NOISE ->
                settings == null
                        ? Optional.empty()
                        : Optional.of(
                                "it asks for sums and counts of this participant's rows without noise, in a federation"
                                        + " whose noise is to hide whether they took part: ask the operator for a feature schema"
                                        + " that names centre and scale, or allow it with " + StatisticsAnswers.KEY
                                        + "="
                                        + StatisticsAnswers.ALWAYS.text());
        };
    }
}
