package io.weir.client;

import static io.weir.client.Fixtures.BANK_A;
import static io.weir.client.Fixtures.TOPICS;
import static io.weir.client.Fixtures.round;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ParticipantCloseTest {
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final FakeKafka kafka = new FakeKafka().federation(5);
    private final Scenario scenario = new Scenario(kafka);

    @AfterEach
    void stopExecutor() {
        executor.shutdownNow();
    }

    private static Callable<Boolean> running(Participant participant) {
        return () -> {
            participant.run();
            return Thread.currentThread().isInterrupted();
        };
    }

    @Test
    void endsAParticipantThatWaits() throws Exception {
        Participant participant = scenario.participant();
        Future<Boolean> run = executor.submit(running(participant));
        await().until(() -> scenario.listener.events().contains("waiting: no round is open"));

        participant.close();

        assertThat(run.get(1, TimeUnit.SECONDS)).isFalse();
        assertThat(kafka.openClients()).isZero();
    }

    @Test
    void interruptsATrainerAtWorkAndSendsNothing() throws Exception {
        kafka.topic(TOPICS.roundUpdates(1), 2).model(0).round(1, round(1).build());
        CountDownLatch never = new CountDownLatch(1);
        scenario.trainer = task -> {
            never.await();
            return Fixtures.update();
        };
        Participant participant = scenario.participant();
        Future<Boolean> run = executor.submit(running(participant));
        await().until(() -> scenario.listener.events().contains("training 1"));

        participant.close();

        assertThat(run.get(1, TimeUnit.SECONDS)).as("interrupted afterwards").isFalse();
        assertThat(kafka.sent()).isEmpty();
        assertThat(kafka.openClients()).isZero();
    }

    @Test
    void beforeTheStartMakesTheRunEndAtOnce() throws Exception {
        Participant participant = scenario.participant();

        participant.close();
        participant.run();

        assertThat(scenario.listener.events()).isEmpty();
    }

    @Test
    void twiceIsHarmless() {
        Participant participant = scenario.participant();

        participant.close();

        assertThatCode(participant::close).doesNotThrowAnyException();
    }

    @Test
    void anInterruptOfTheCallersOwnIsNotSwallowed() {
        Participant participant = scenario.participant();
        Thread.currentThread().interrupt();

        assertThatThrownBy(participant::run).isInstanceOf(InterruptedException.class);
    }

    @Test
    void runsOnlyOnce() throws Exception {
        Participant participant = scenario.participant();
        participant.close();
        participant.run();

        assertThatThrownBy(participant::run).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        Participant participant =
                new Participant(Fixtures.config(), BANK_A, task -> Fixtures.update(), ParticipantListener.NONE);
        Future<Boolean> run = executor.submit(running(participant));
        await().until(() -> kafkaThreads().size() >= 1);

        participant.close();

        assertThat(run.get(5, TimeUnit.SECONDS)).isFalse();
        assertThat(kafkaThreads()).isEmpty();
    }

    private static Set<String> kafkaThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("weir-fraud-bank-a"))
                .collect(Collectors.toSet());
    }
}
