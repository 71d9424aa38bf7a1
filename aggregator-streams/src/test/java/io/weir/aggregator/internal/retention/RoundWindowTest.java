package io.weir.aggregator.internal.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.testkit.Federation;
import io.weir.schemas.Topics;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundWindowTest {
    private static final Topics TOPICS = new Topics(Federation.NAME);
    private static final int WATCHED = 4;
    private static final long CHECK_MS = 10;
    private static final long ALLOWANCE_MS = ExpiredTopics.renewedAfterMs(CHECK_MS);
    private static final long APART_MS = 1000;

    private final RoundWindow window = new RoundWindow(TOPICS, WATCHED, Duration.ofMillis(CHECK_MS));

    /** Round {@code n} ends at {@code n} seconds. */
    private void end(long first, long last) {
        for (long round = first; round <= last; round++) {
            window.follow(
                    round % 2 == 0 ? Records.sealed(round, round * APART_MS) : Records.failed(round, round * APART_MS));
        }
    }

    @Test
    void everythingIsReadUntilTwiceAsManyRoundsEndedAsAreWatched() {
        end(1, 2 * WATCHED);

        window.advance(Long.MAX_VALUE, -1);

        assertThat(window.first()).isZero();
    }

    @Test
    void aRoundIsLeftOutWhenEveryInstanceHasHadTimeToRenewItsThreads() {
        end(1, 2 * WATCHED + 3);
        long newestMs = (2 * WATCHED + 3) * APART_MS;

        window.advance(newestMs + ALLOWANCE_MS, -1);
        assertThat(window.first()).isEqualTo(3);
        window.advance(newestMs + ALLOWANCE_MS + 1, -1);

        assertThat(window.first()).isEqualTo(4);
    }

    @Test
    void theWindowMovesOnWithTheRounds() {
        end(1, 2 * WATCHED + 1);
        window.advance(Long.MAX_VALUE, -1);
        end(2 * WATCHED + 2, 1000);

        window.advance(Long.MAX_VALUE, -1);

        assertThat(window.first()).isEqualTo(1001 - 2 * WATCHED);
    }

    @Test
    void topicsOutsideTheWindowAreNotReadAndOthersAre() {
        end(1, 2 * WATCHED + 1);
        window.advance(Long.MAX_VALUE, -1);

        Set<String> read = window.read(
                Set.of(TOPICS.roundUpdates(1), TOPICS.roundUpdates(2), TOPICS.roundUpdates(500), TOPICS.directives()));

        assertThat(read)
                .containsExactlyInAnyOrder(TOPICS.roundUpdates(2), TOPICS.roundUpdates(500), TOPICS.directives());
    }

    @Test
    void aRoundIsLeftOutWhenTheRetentionHasPassedSinceLongEnough() {
        end(1, 3);
        long retentionMs = 5000;

        window.advance(APART_MS + retentionMs + ALLOWANCE_MS, retentionMs);
        assertThat(window.first()).isZero();
        window.advance(APART_MS + retentionMs + ALLOWANCE_MS + 1, retentionMs);

        assertThat(window.first()).isEqualTo(2);
    }

    @Test
    void theNewestRoundIsReadHoweverOldItIs() {
        end(1, 3);

        window.advance(Long.MAX_VALUE, 5000);

        assertThat(window.first()).isEqualTo(3);
    }
}
