package io.weir.aggregator.internal.retention;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndedRoundsTest {
    private static final long RETENTION_MS = 1000;
    private static final long ENDED_MS = 10_000;
    private static final long LONG_AFTER_MS = ENDED_MS + 100 * RETENTION_MS;

    private final EndedRounds rounds = new EndedRounds();

    private Iterable<Long> expired(long nowMs) {
        return rounds.expired(Records.settings(RETENTION_MS), nowMs).keySet();
    }

    @Test
    void aFailedRoundExpiresWhenItEndedLongerAgoThanTheRetention() {
        rounds.follow(Records.failed(1, ENDED_MS));

        assertThat(expired(ENDED_MS + RETENTION_MS)).isEmpty();
        assertThat(expired(ENDED_MS + RETENTION_MS + 1)).containsExactly(1L);
    }

    @Test
    void aSealedRoundExpiresWhenItIsPublishedAsWell() {
        rounds.follow(Records.sealed(1, ENDED_MS));
        rounds.follow(Records.published(1));

        assertThat(expired(ENDED_MS + RETENTION_MS)).isEmpty();
        assertThat(expired(ENDED_MS + RETENTION_MS + 1)).containsExactly(1L);
    }

    @Test
    void aRoundThatAwaitsItsVersionNeverExpires() {
        rounds.follow(Records.sealed(2, ENDED_MS));
        rounds.follow(Records.published(1));

        assertThat(expired(LONG_AFTER_MS)).isEmpty();
    }

    @Test
    void anOpenRoundNeverExpires() {
        rounds.follow(Records.opened(1));

        assertThat(expired(LONG_AFTER_MS)).isEmpty();
    }

    @Test
    void aRoundOfWhichNothingWasHeardNeverExpires() {
        rounds.follow(Records.published(5));

        assertThat(expired(LONG_AFTER_MS)).isEmpty();
    }

    @Test
    void forEverIsForEver() {
        rounds.follow(Records.failed(1, ENDED_MS));

        assertThat(rounds.expired(Records.settings(-1), Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void theLongestRetentionDoesNotOverflow() {
        rounds.follow(Records.failed(1, ENDED_MS));

        assertThat(rounds.expired(Records.settings(Long.MAX_VALUE), LONG_AFTER_MS))
                .isEmpty();
    }
}
