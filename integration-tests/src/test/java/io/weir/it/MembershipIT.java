package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.AggregatorApplication;
import io.weir.cli.federation.Connection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Instances of the aggregator join, leave and are started again while a round is open. */
@ExtendWith(SharedCluster.class)
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MembershipIT {
    private static final long ROUNDS = 3;
    private static final int PARTITIONS = 2;
    /** Slice tasks, one a partition, and the guard task. */
    private static final int TASKS = PARTITIONS + 1;

    private final Connection connection;

    @TempDir
    private static Path directory;

    private List<Bank> banks;
    private String undisturbed;

    MembershipIT(Connection connection) {
        this.connection = connection;
    }

    /** A federation whose last bank keeps its rounds open until it is told to go on. */
    private final class Running implements AutoCloseable {
        private final TestFederation federation;
        private final GatedTrainer gates;
        private final List<RunningBank> prompt;
        private int started;

        Running(String name) {
            federation = create(name);
            gates = new GatedTrainer(banks.get(2).trainer(federation.schema()), 1, 2, 3);
            federation.startPublisher();
            prompt = banks.subList(0, 2).stream().map(federation::start).toList();
            federation.start(banks.get(2), gates);
        }

        AggregatorApplication join() {
            started++;
            return federation.startAggregator(directory.resolve(federation.name + "-" + started), Instances.ONE_THREAD);
        }

        List<AggregatorApplication> join(int instances) {
            List<AggregatorApplication> joined = new ArrayList<>();
            for (int i = 0; i < instances; i++) {
                joined.add(join());
            }
            return joined;
        }

        /** Waits until only the last bank's update is missing. */
        void awaitMidRound(long round) {
            gates.awaitReached(round);
            Eventually.holds("the other banks have sent", () -> prompt.stream()
                    .allMatch(bank -> bank.told().hasSent(round)));
        }

        void assertSameAsUndisturbed() {
            assertThat(federation.awaitDigest(ROUNDS)).isEqualTo(undisturbed);
            CountedOnce.check(federation, banks, ROUNDS);
        }

        @Override
        public void close() {
            federation.close();
        }
    }

    private TestFederation create(String name) {
        return new TestFederation(connection, name, banks.get(0).file(), banks, settings -> settings.setRounds(ROUNDS)
                .setDeadlineMs(TimeUnit.HOURS.toMillis(1)));
    }

    @BeforeAll
    void runUndisturbed() {
        banks = List.of(Bank.in(directory, "bank-a"), Bank.in(directory, "bank-b"), Bank.in(directory, "bank-c"));
        try (TestFederation federation = create("members-undisturbed")) {
            federation.startAggregator(directory.resolve("members-undisturbed"));
            federation.startPublisher();
            banks.forEach(federation::start);
            undisturbed = federation.awaitDigest(ROUNDS);
        }
    }

    private static void awaitAllTasks(List<AggregatorApplication> aggregators) {
        Instances.awaitAllTasks(PARTITIONS, aggregators);
    }

    @Test
    void twoToFourInstancesThatJoinAndLeaveInMidRoundChangeNoBit() {
        try (Running running = new Running("join-leave")) {
            List<AggregatorApplication> at = new ArrayList<>(running.join(2));
            awaitAllTasks(at);

            running.awaitMidRound(1);
            at.addAll(running.join(2));
            awaitAllTasks(at);
            running.gates.open(1);

            running.awaitMidRound(2);
            at.remove(0).close();
            awaitAllTasks(at);
            at.remove(0).close();
            awaitAllTasks(at);
            running.gates.open(2);

            running.awaitMidRound(3);
            at.add(running.join());
            at.remove(0).close(); // While the other is joining.
            running.gates.open(3);

            running.assertSameAsUndisturbed();
        }
    }

    @Test
    void aRollingRestartInMidRoundChangesNoBit() {
        try (Running running = new Running("rolling")) {
            List<AggregatorApplication> at = new ArrayList<>(running.join(3));
            awaitAllTasks(at);
            running.gates.open(1);
            running.awaitMidRound(2);

            for (int i = 0; i < 3; i++) {
                at.remove(0).close();
                at.add(running.join());
                awaitAllTasks(at);
            }
            running.gates.open(2);
            running.gates.open(3);

            running.assertSameAsUndisturbed();
        }
    }

    @Test
    void anInstanceWithoutTasksTakesOverWhenTheOthersEnd() {
        try (Running running = new Running("standby")) {
            List<AggregatorApplication> at = running.join(TASKS + 1);
            awaitAllTasks(at);
            Eventually.holds(
                    "one instance has nothing to do",
                    () -> at.stream()
                                    .filter(instance ->
                                            Instances.tasks(instance).isEmpty())
                                    .count()
                            == 1);
            AggregatorApplication idle = at.stream()
                    .filter(instance -> Instances.tasks(instance).isEmpty())
                    .findFirst()
                    .orElseThrow();
            running.gates.open(1);
            running.awaitMidRound(2);

            at.stream().filter(instance -> instance != idle).forEach(AggregatorApplication::close);
            awaitAllTasks(List.of(idle));
            running.gates.open(2);
            running.gates.open(3);

            running.assertSameAsUndisturbed();
        }
    }
}
