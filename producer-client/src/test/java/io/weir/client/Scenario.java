package io.weir.client;

import io.weir.client.intercept.UpdateInterceptor;
import io.weir.privacy.dp.accounting.GaussianPlan;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.SecureIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Bank A on a {@link FakeKafka}, run on the test's own thread until an event. */
final class Scenario {
    final FakeKafka kafka;
    final RecordingListener listener = new RecordingListener();
    final List<TrainingTask> tasks = new ArrayList<>();
    LocalTrainer trainer = task -> Fixtures.update();
    ParticipantConfig config = Fixtures.config();
    ParticipantIdentity identity = Fixtures.BANK_A;
    Optional<SecureIdentity> secure = Optional.empty();
    UpdateInterceptor interceptor = UpdateInterceptor.NONE;
    final MutableClock clock = new MutableClock();

    Scenario(FakeKafka kafka) {
        this.kafka = kafka;
    }

    Participant participant() {
        LocalTrainer recorded = new LocalTrainer() {
            @Override
            public LocalUpdate train(TrainingTask task) throws TrainingException, InterruptedException {
                tasks.add(task);
                return trainer.train(task);
            }

            @Override
            public Optional<GaussianPlan> privacyCost(TrainingTask task) {
                return trainer.privacyCost(task);
            }
        };
        return new Participant(config, identity, secure, recorded, listener, interceptor, kafka, clock);
    }

    /** Runs until an event begins with {@code prefix}. */
    List<String> runUntil(String prefix) throws InterruptedException {
        return runUntil(event -> event.startsWith(prefix));
    }

    List<String> runUntil(Predicate<String> last) throws InterruptedException {
        Participant participant = participant();
        listener.onEvent(event -> {
            if (last.test(event)) {
                participant.close();
            }
        });
        participant.run();
        return listener.events();
    }

    /** Runs until the federation is complete; {@code reaction} plays the rest of the federation. */
    List<String> runReacting(java.util.function.Consumer<String> reaction) throws InterruptedException {
        listener.onEvent(reaction);
        try (Participant participant = participant()) {
            participant.run();
        }
        return listener.events();
    }
}
