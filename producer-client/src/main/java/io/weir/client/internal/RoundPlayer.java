package io.weir.client.internal;

import io.weir.client.LocalTrainer;
import io.weir.client.LocalUpdate;
import io.weir.client.ParticipantListener;
import io.weir.client.TrainingException;
import io.weir.client.TrainingTask;
import io.weir.client.update.EncodedUpdate;
import io.weir.client.update.UpdateEncoder;
import io.weir.privacy.dp.accounting.GaussianPlan;
import io.weir.wire.PrivacySpent;
import io.weir.wire.RoundOpened;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a model to an encoded update. */
final class RoundPlayer {
    private static final Logger log = LoggerFactory.getLogger(RoundPlayer.class);

    private final LocalTrainer trainer;
    private final UpdateEncoder encoder;
    private final ParticipantListener listener;
    private final StopSignal stop;

    RoundPlayer(LocalTrainer trainer, UpdateEncoder encoder, ParticipantListener listener, StopSignal stop) {
        this.trainer = trainer;
        this.encoder = encoder;
        this.listener = listener;
        this.stop = stop;
    }

    /** What training costs in privacy, as the trainer says. */
    Optional<GaussianPlan> cost(Decision.Play play) {
        return trainer.privacyCost(task(play));
    }

    /**
     * Trains and encodes; empty if that failed, which the listener has been told.
     *
     * @param before what momentum begins from
     * @param spent what the budget was charged for it
     */
    Optional<EncodedUpdate> play(Decision.Play play, Optional<float[]> before, Optional<PrivacySpent> spent)
            throws InterruptedException {
        RoundOpened opened = play.round().opened();
        listener.trainingStarted(opened.getRound());
        log.atInfo()
                .addKeyValue("round", opened.getRound())
                .addKeyValue("task", opened.getTask())
                .addKeyValue("baseVersion", opened.getBaseVersion())
                .log("training started");
        try {
            LocalUpdate trained = train(task(play));
            LocalUpdate charged = spent.map(trained::withPrivacySpent).orElse(trained);
            return Optional.of(encoder.encode(opened, ClientMomentum.applied(opened, charged, before)));
        } catch (TrainingException e) {
            log.atError()
                    .addKeyValue("round", opened.getRound())
                    .setCause(e)
                    .log("training failed, the round is left out");
            listener.roundSkipped(opened.getRound(), "training failed: " + e.getMessage());
            return Optional.empty();
        }
    }

    private LocalUpdate train(TrainingTask task) throws TrainingException, InterruptedException {
        try {
            return stop.interruptibly(() -> trainer.train(task));
        } catch (RuntimeException e) {
            throw new TrainingException("the trainer threw " + e, e);
        }
    }

    private static TrainingTask task(Decision.Play play) {
        RoundOpened opened = play.round().opened();
        return new TrainingTask(
                opened.getFederation(),
                opened.getRound(),
                opened.getTask(),
                play.manifest(),
                opened.getBaseVersion(),
                play.parameters().clone(),
                opened.getTraining(),
                opened.getSeed(),
                Instant.ofEpochMilli(opened.getDeadlineMs()));
    }
}
