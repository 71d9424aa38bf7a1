package io.weir.aggregator.internal.guard;

import io.weir.aggregator.FederationRules;
import io.weir.guard.kernel.FixedPoint;
import io.weir.privacy.identity.Certificates;
import io.weir.privacy.identity.IdentityException;
import io.weir.privacy.secure.FixedPointScale;
import io.weir.schemas.Bytes;
import io.weir.schemas.Topics;
import io.weir.schemas.model.ModelLayout;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.AttestedRound;
import io.weir.wire.Codec;
import io.weir.wire.CohortMember;
import io.weir.wire.FederationSettings;
import io.weir.wire.ModelHead;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.ParticipantState;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureRound;
import io.weir.wire.TensorRole;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws up the next round from the settings, the participants and the newest model. */
final class RoundPlanner {
    private static final Logger LOG = LoggerFactory.getLogger(RoundPlanner.class);
    /** Statistics travel as limbs of 16 bits, so each value's magnitude is below this. */
    private static final double STATISTIC_BOUND = 65_536;
    /** Sums have room for norms that the check's tolerance lets pass. */
    private static final double BOUND_ROOM = 1 + 1e-5;

    private RoundPlanner() {}

    /** The members whose certificate is valid now, by name. */
    static List<CohortMember> cohort(List<ParticipantEntry> entries, long nowMs) {
        List<CohortMember> members = new ArrayList<>();
        entries.stream()
                .filter(entry -> entry.getState() == ParticipantState.ACTIVE)
                .sorted(Comparator.comparing(ParticipantEntry::getParticipant))
                .forEach(entry -> publicKey(entry, nowMs)
                        .ifPresent(key -> members.add(new CohortMember(entry.getParticipant(), key))));
        return members;
    }

    private static Optional<ByteBuffer> publicKey(ParticipantEntry entry, long nowMs) {
        byte[] der = Bytes.copy(entry.getCertificate());
        try {
            X509Certificate certificate = Certificates.parse(der, entry.getParticipant(), Instant.ofEpochMilli(nowMs));
            return Optional.of(ByteBuffer.wrap(certificate.getPublicKey().getEncoded()));
        } catch (IdentityException e) {
            LOG.atWarn()
                    .addKeyValue("participant", entry.getParticipant())
                    .addKeyValue("cause", e.getMessage())
                    .log("left out of the cohort: its certificate is not valid now; register a new one");
            return Optional.empty();
        }
    }

    /** What the next round asks for. */
    static RoundTask task(Optional<ModelHead> head) {
        return head.isPresent() ? RoundTask.TRAINING : RoundTask.STATISTICS;
    }

    /** Statistics are whole numbers. */
    private static int hiddenScaleBits(SecureRound secure, RoundTask task, double bound, int weightMax) {
        return task == RoundTask.STATISTICS
                ? 0
                : FixedPointScale.bits(secure.getValueBits(), bound * BOUND_ROOM, weightMax);
    }

    private static Codec hiddenCodec(SecureRound secure) {
        return secure.getBackend() == SecureBackend.RLWE ? Codec.RLWE : Codec.MASKED;
    }

    /**
     * Draws up a round.
     *
     * @param head the newest model; empty before the first, when participants are asked for statistics
     * @param secure how updates are hidden, if they are
     * @param noise that participants add, if they do: bound and scale have room for it
     */
    static RoundOpened plan(
            long round,
            FederationSettings settings,
            List<CohortMember> cohort,
            Optional<ModelHead> head,
            Optional<SecureRound> secure,
            Optional<PrivacyPlanner.Plan.Ready> noise,
            long nowMs) {
        RoundTask task = task(head);
        ModelLayout layout = new ModelLayout(settings.getManifest());
        int parameters = layout.count(task == RoundTask.TRAINING ? TensorRole.TRAINABLE : TensorRole.STATISTIC);
        double trainingBound = noise.map(plan -> plan.grid().normBound()).orElse(settings.getClippingBound());
        double bound = task == RoundTask.TRAINING ? trainingBound : STATISTIC_BOUND * Math.ceil(Math.sqrt(parameters));
        int weightMax = task == RoundTask.TRAINING && noise.isEmpty() ? settings.getWeightMax() : 1;
        int chunkParameters = settings.getChunkParameters();
        return RoundOpened.newBuilder()
                .setFederation(settings.getFederation())
                .setRound(round)
                .setTask(task)
                .setTopic(new Topics(settings.getFederation()).roundUpdates(round))
                .setPartitions(settings.getPartitions())
                .setBaseVersion(head.map(ModelHead::getVersion).orElse(FederationRules.NO_VERSION))
                .setBaseDigest(head.map(ModelHead::getDigest).orElse(""))
                .setParameterCount(parameters)
                .setChunkParameters(chunkParameters)
                .setChunkCount(new VectorChunks(parameters, chunkParameters).chunkCount())
                .setCohort(cohort)
                .setQuorum(settings.getQuorum())
                .setOpenedAtMs(nowMs)
                .setDeadlineMs(nowMs + settings.getDeadlineMs())
                .setClippingBound(bound)
                .setWeightMax(weightMax)
                .setScaleBits(
                        secure.isPresent()
                                ? noise.map(plan -> plan.grid().scaleBits())
                                        .orElse(hiddenScaleBits(secure.get(), task, bound, weightMax))
                                : FixedPoint.scaleBits(bound * BOUND_ROOM, weightMax, cohort.size()))
                .setCodec(secure.map(RoundPlanner::hiddenCodec)
                        .orElse(task == RoundTask.TRAINING ? settings.getCodec() : Codec.F32))
                .setSecure(secure.orElse(null))
                .setParticipantPrivacy(
                        noise.map(PrivacyPlanner.Plan.Ready::terms).orElse(null))
                .setAttested(settings.getAttested() ? new AttestedRound(List.of()) : null)
                .setRule(settings.getRule())
                .setRuleParameters(settings.getRuleParameters())
                .setOptimizer(settings.getOptimizer())
                .setOptimizerParameters(settings.getOptimizerParameters())
                .setTraining(settings.getTraining())
                .setClientMomentum(task == RoundTask.TRAINING ? settings.getClientMomentum() : 0)
                .setSeed(settings.getSeed())
                .build();
    }
}
