package io.weir.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    private final Topics topics = new Topics("cards");

    @ParameterizedTest
    @ValueSource(longs = {0, 7, 999_999, 1_000_000, 123_456_789_012L})
    void aRoundIsReadBackFromItsTopicWhichThePatternMatches(long round) {
        String topic = topics.roundUpdates(round);

        assertThat(topics.roundOf(topic)).hasValue(round);
        assertThat(topics.roundUpdatesPattern().matcher(topic).matches()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "weir.cards.rounds",
                "weir.cards.round.00007.updates",
                "weir.cards.round.00000a.updates",
                "weir.cards.round.-00007.updates",
                "weir.other.round.000007.updates",
                "weir.cards.round.000007.updatesx",
                "weir.cards.round..updates",
                "weir.cards.round.9999999999999999999.updates",
                ""
            })
    void otherTopicsHaveNoRound(String topic) {
        assertThat(topics.roundOf(topic)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Cards", "a_b", "-a", "a-", "a.b", "ä"})
    void aNameThatKafkaOrItsMetricsWouldFoldIsRefused(String name) {
        assertThatThrownBy(() -> new Topics(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void aClaimedParticipantIsReadFromARoundTopicsKey() {
        assertThat(Keys.claimedParticipant(Keys.chunk("bank-a", 3))).hasValue("bank-a");
        assertThat(Keys.claimedParticipant(Keys.commit("bank-a"))).hasValue("bank-a");
        assertThat(Keys.claimedParticipant("no slash")).isEmpty();
        assertThat(Keys.claimedParticipant("Bad Name/1")).isEmpty();
        assertThat(Keys.claimedParticipant(null)).isEmpty();
    }
}
