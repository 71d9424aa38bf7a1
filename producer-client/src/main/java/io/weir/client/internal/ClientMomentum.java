package io.weir.client.internal;

import io.weir.client.LocalUpdate;
import io.weir.client.TrainingException;
import io.weir.client.update.EncodedUpdate;
import io.weir.schemas.digest.Digests;
import io.weir.wire.RoundOpened;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Worker momentum (Karimireddy, He, Jaggi 2021): a participant publishes {@code m_t = β m_{t−1} + (1 − β) x_t} in place of
 * what it trained, {@code x_t}. {@code m_{t−1}} is what it published in the last training round whose seal names its
 * update, so the topics hold all of it and a restarted participant goes on with the same bits; 0 if that round is further
 * back than {@value #WINDOW_ROUNDS} rounds or its topic is gone. What this process itself has just sent it decodes from
 * memory, which spares it from reading a topic full of others' updates.
 */
final class ClientMomentum {
    /** Rounds back beyond which an update is no guide any more. */
    static final int WINDOW_ROUNDS = 10;

    private static final Logger log = LoggerFactory.getLogger(ClientMomentum.class);

    private Optional<EncodedUpdate> sent = Optional.empty();

    /** Keeps what a later round begins from. */
    void published(EncodedUpdate update) {
        if (isOn(update.opened())) {
            sent = Optional.of(update);
        }
    }

    /**
     * {@code m_{t−1}} of a round; empty for 0.
     *
     * @param taken the last training round whose seal names an update of this participant
     * @param topic reads such an update
     */
    Optional<float[]> before(
            RoundOpened opened, Optional<OwnSealedUpdate> taken, Function<OwnSealedUpdate, Optional<float[]>> topic) {
        if (!isOn(opened) || taken.filter(last -> isGuide(last, opened)).isEmpty()) {
            return Optional.empty();
        }
        OwnSealedUpdate last = taken.get();
        Optional<float[]> values = sent.filter(update -> isOf(update, last))
                .map(PublishedUpdate::decode)
                .or(() -> topic.apply(last));
        if (values.isEmpty()) {
            log.atWarn()
                    .addKeyValue("round", opened.getRound())
                    .addKeyValue("before", last.round())
                    .log("momentum begins at zero: the earlier update is not in its topic any more");
        }
        return values;
    }

    private static boolean isOn(RoundOpened opened) {
        return opened.getClientMomentum() != 0;
    }

    private static boolean isGuide(OwnSealedUpdate last, RoundOpened opened) {
        return last.round() < opened.getRound()
                && opened.getRound() - last.round() <= WINDOW_ROUNDS
                && last.opened().getParameterCount() == opened.getParameterCount();
    }

    private static boolean isOf(EncodedUpdate update, OwnSealedUpdate last) {
        return ByteBuffer.wrap(Digests.commitDigest(update.commit())).equals(last.commitDigest());
    }

    /**
     * {@code m_t} in place of {@code x_t}.
     *
     * @throws TrainingException if the round announces a momentum that is none
     */
    static LocalUpdate applied(RoundOpened opened, LocalUpdate trained, Optional<float[]> before)
            throws TrainingException {
        double beta = opened.getClientMomentum();
        if (beta == 0) {
            return trained;
        }
        if (!(beta > 0 && beta < 1)) {
            throw new TrainingException("round " + opened.getRound() + " announces client momentum " + beta
                    + ": allowed is 0 to below 1; tell the operator");
        }
        float[] values = trained.values().clone();
        boolean begins = before.isEmpty() || before.get().length != values.length;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (beta * (begins ? 0 : before.get()[i]) + (1 - beta) * values[i]);
        }
        return new LocalUpdate(values, trained.examples(), trained.weight(), trained.metrics(), trained.privacySpent());
    }
}
