package io.weir.aggregator.internal.slice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitPolicyTest {
    private final ThreadSlices thread = new ThreadSlices();
    private final CommitPolicy policy = new CommitPolicy(thread);

    @Test
    void withoutAReportThereIsNothingToCommit() {
        policy.received(1000);

        assertThat(policy.isDue(5000)).isFalse();
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
    }

    @Test
    void whatAnotherTaskOfTheThreadCommittedIsNotDueAgain() {
        CommitPolicy other = new CommitPolicy(thread);
        policy.received(1000);
        policy.forwarded(1000);
        other.forwarded(1000);
        other.committed();

        assertThat(policy.isDue(9000)).isFalse();
    }

    @Test
    void aReportAfterAnotherTasksCommitIsDue() {
        CommitPolicy other = new CommitPolicy(thread);
        policy.forwarded(1000);
        other.committed();
        policy.forwarded(2000);

        assertThat(policy.isDue(2000 + 250)).isTrue();
    }

    @Test
    void aWholeSliceCommitsAtOnce() {
        policy.received(1000);
        policy.forwarded(1000);
        policy.took(true, 1000);

        assertThat(policy.isDue(1000)).isTrue();
    }

    @Test
    void aWholeSliceWaitsForItsThreadsOtherSlices() {
        CommitPolicy other = new CommitPolicy(thread);
        other.took(false, 1000);
        policy.received(1000);
        policy.forwarded(1000);
        policy.took(true, 1000);

        assertThat(policy.isDue(1000)).isFalse();

        other.took(true, 1010);

        assertThat(policy.isDue(1010)).isTrue();
    }

    @Test
    void aSliceWhoseRecordsStayAwayIsNotWaitedFor() {
        CommitPolicy other = new CommitPolicy(thread);
        other.took(false, 1000);
        policy.received(1019);
        policy.forwarded(1019);
        policy.took(true, 1019);

        assertThat(policy.isDue(1019)).isFalse();
        assertThat(policy.isDue(1020)).isTrue();
    }

    @Test
    void aClosedTaskIsNotWaitedFor() {
        CommitPolicy other = new CommitPolicy(thread);
        other.took(false, 1000);
        other.closed();
        policy.received(1000);
        policy.forwarded(1000);
        policy.took(true, 1000);

        assertThat(policy.isDue(1000)).isTrue();
    }
}
