package io.weir.aggregator.internal.slice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitPolicyTest {
    private final CommitPolicy policy = new CommitPolicy();

    @Test
    void withoutAReportThereIsNothingToCommit() {
        policy.received(1000);

        assertThat(policy.isDue(5000)).isFalse();
        assertThat(policy.isPending()).isFalse();
    }

    @Test
    void whileRecordsComeInAStreamReportsWaitForEachOther() {
        policy.received(1000);
        policy.forwarded(1000);
        policy.received(1040);

        assertThat(policy.isDue(1080)).isFalse();
    }

    @Test
    void aPauseInTheStreamCommits() {
        policy.received(1000);
        policy.forwarded(1000);

        assertThat(policy.isDue(1050)).isTrue();
    }

    @Test
    void aReportDoesNotWaitForEverHoweverManyRecordsCome() {
        policy.forwarded(1000);
        for (long now = 1000; now <= 1250; now += 10) {
            policy.received(now);
        }

        assertThat(policy.isDue(1250)).isTrue();
    }

    @Test
    void whatWasCommittedIsNotDueAgain() {
        policy.received(1000);
        policy.forwarded(1000);
        policy.committed();

        assertThat(policy.isDue(9000)).isFalse();
        assertThat(policy.isPending()).isFalse();
    }
}
