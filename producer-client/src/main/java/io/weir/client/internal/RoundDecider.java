package io.weir.client.internal;

import io.weir.client.AttestationConfig;
import io.weir.client.ParticipantException;
import io.weir.client.ParticipantException.Category;
import io.weir.client.attested.AttestedRoundCheck;
import io.weir.client.secure.AnnouncementCheck;
import io.weir.client.secure.HiddenRoundCheck;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.model.ModelLayout;
import io.weir.wire.CohortMember;
import io.weir.wire.FederationState;
import io.weir.wire.ModelHead;
import io.weir.wire.ModelManifest;
import io.weir.wire.ParticipantState;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.TensorRole;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Decides what to do next from what has been read: no clock, no network. */
final class RoundDecider {
    private final String participant;
    private final ByteBuffer publicKey;
    private final long modelWaitMs;
    private final AnnouncementCheck announcements;
    private final Optional<HiddenRoundCheck> hidden;
    private final Optional<AttestedRoundCheck> attested;

    /**
     * @param publicKey the participant's own, SubjectPublicKeyInfo
     * @param modelWaitMs how long a round waits for its model
     * @param secure what the participant has for rounds that hide updates
     * @param attested which attested rounds to take part in, and in no others; empty if the participant has no policy
     */
    RoundDecider(
            String participant,
            byte[] publicKey,
            long modelWaitMs,
            Optional<SecureParts> secure,
            Optional<AttestedRoundCheck> attested) {
        this.participant = participant;
        this.publicKey = ByteBuffer.wrap(publicKey);
        this.modelWaitMs = modelWaitMs;
        this.announcements = secure.map(SecureParts::announcements).orElse(AnnouncementCheck.OPERATOR);
        this.hidden = secure.map(SecureParts::check);
        this.attested = attested;
    }

    /**
     * @param handled numbers of rounds that are played or left out already
     * @throws ParticipantException if the model is not the one that the round names
     */
    Decision decide(FederationView view, Optional<Model> model, Set<Long> handled, long nowMs) {
        Optional<OpenRound> next = view.open().stream()
                .filter(round -> !handled.contains(round.number()))
                .findFirst();
        if (next.isPresent()) {
            return decide(view, model, next.get(), nowMs);
        }
        return isComplete(view, model, nowMs) ? new Decision.Complete() : new Decision.Wait(idleReason(view));
    }

    private Decision decide(FederationView view, Optional<Model> model, OpenRound round, long nowMs) {
        RoundOpened opened = round.opened();
        if (nowMs > opened.getDeadlineMs()) {
            return skip(round, "its deadline was " + Instant.ofEpochMilli(opened.getDeadlineMs()));
        }
        Optional<CohortMember> member = opened.getCohort().stream()
                .filter(candidate -> candidate.getParticipant().equals(participant))
                .findFirst();
        if (member.isEmpty()) {
            return isEnrolled(view)
                    ? skip(round, "its cohort was fixed before '" + participant + "' was enrolled")
                    : new Decision.Wait(notEnrolled(view));
        }
        if (!member.get().getPublicKey().equals(publicKey)) {
            return skip(
                    round,
                    "the operator enrolled '" + participant + "' with another key than this one: send the"
                            + " operator this participant's certificate");
        }
        Optional<String> unable = announcements
                .objection(opened, view.settings())
                .or(() -> attestedObjection(opened, nowMs))
                .or(() -> opened.getSecure() == null ? codecObjection(opened) : hiddenObjection(opened));
        if (unable.isPresent()) {
            return skip(round, unable.get());
        }
        return switch (opened.getTask()) {
            case STATISTICS -> decideStatistics(view, round);
            case TRAINING -> decideTraining(round, model, nowMs);
            case UNKNOWN -> skip(round, "its task is not known to this participant: install a newer participant");
        };
    }

    private Optional<String> attestedObjection(RoundOpened opened, long nowMs) {
        if (attested.isPresent()) {
            return attested.get().objection(opened, Instant.ofEpochMilli(nowMs));
        }
        return opened.getAttested() == null
                ? Optional.empty()
                : Optional.of("it is attested, and this participant does not say whom it accepts: give it "
                        + AttestationConfig.POLICY);
    }

    private static Optional<String> codecObjection(RoundOpened opened) {
        return ArrowCodecs.supported().contains(opened.getCodec())
                ? Optional.empty()
                : Optional.of("it asks for codec " + opened.getCodec() + ", this participant knows "
                        + ArrowCodecs.supported() + ": install a newer participant");
    }

    private Optional<String> hiddenObjection(RoundOpened opened) {
        return hidden.isPresent()
                ? hidden.get().objection(opened)
                : Optional.of("it hides updates, and this participant has no keys for that: give it"
                        + " participant.secure.key");
    }

    private static Decision decideStatistics(FederationView view, OpenRound round) {
        return view.settings()
                .<Decision>map(settings -> play(round, settings.getManifest(), new float[0]))
                .orElseGet(() -> new Decision.Wait(noSettings()));
    }

    private Decision decideTraining(OpenRound round, Optional<Model> model, long nowMs) {
        RoundOpened opened = round.opened();
        long base = opened.getBaseVersion();
        long version = model.map(Model::version).orElse(-1L);
        if (version > base) {
            return skip(round, "it starts from model version " + base + ", the newest is " + version + " already");
        }
        if (version < base) {
            String reason =
                    "round " + opened.getRound() + " starts from model version " + base + ", which is not in the"
                            + " models topic yet (newest there: " + (version < 0 ? "none" : version) + ")";
            return nowMs > round.seenAtMs() + modelWaitMs ? skip(round, reason) : new Decision.Wait(reason);
        }
        ModelHead head = model.orElseThrow().head();
        if (!head.getDigest().equals(opened.getBaseDigest())) {
            throw new ParticipantException(
                    Category.MODEL_CORRUPT,
                    "round " + opened.getRound() + " starts from version " + base + " with digest "
                            + opened.getBaseDigest() + ", the models topic has " + head.getDigest()
                            + ": not trained on; tell the operator");
        }
        return play(round, head.getManifest(), model.get().parameters());
    }

    private static Decision play(OpenRound round, ModelManifest manifest, float[] parameters) {
        RoundOpened opened = round.opened();
        TensorRole role = opened.getTask() == RoundTask.STATISTICS ? TensorRole.STATISTIC : TensorRole.TRAINABLE;
        int expected = new ModelLayout(manifest).count(role);
        return expected == opened.getParameterCount()
                ? new Decision.Play(round, manifest, parameters)
                : skip(
                        round,
                        "it asks for " + opened.getParameterCount() + " parameters, the manifest has " + expected
                                + " in its " + role + " tensors");
    }

    private static Decision skip(OpenRound round, String reason) {
        return new Decision.Skip(round, reason);
    }

    private boolean isComplete(FederationView view, Optional<Model> model, long nowMs) {
        if (view.settings().isEmpty() || view.lastEnded().isEmpty()) {
            return false;
        }
        long lastRound = view.settings().get().getRounds();
        EndedRound ended = view.lastEnded().get();
        if (ended.number() < lastRound) {
            return false;
        }
        boolean published =
                model.map(m -> m.head().getRound() >= ended.number()).orElse(false);
        return ended instanceof EndedRound.Failed || published || nowMs > ended.seenAtMs() + modelWaitMs;
    }

    private String idleReason(FederationView view) {
        if (view.settings().isEmpty()) {
            return noSettings();
        }
        if (!isEnrolled(view)) {
            return notEnrolled(view);
        }
        return view.settings().get().getState() == FederationState.PAUSED
                ? "the operator has paused the federation"
                : "no round is open";
    }

    private static boolean isEnrolled(FederationView view) {
        return view.entry()
                .map(entry -> entry.getState() == ParticipantState.ACTIVE)
                .orElse(false);
    }

    private String notEnrolled(FederationView view) {
        return view.entry().isPresent()
                ? "not enrolled any more: the operator has revoked '" + participant + "'"
                : "not enrolled: send the certificate of '" + participant + "' to the operator, who enrols it";
    }

    private static String noSettings() {
        return "the federation's settings are not in its control topic yet";
    }
}
