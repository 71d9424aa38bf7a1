package io.weir.aggregator;

import io.weir.guard.Rules;
import io.weir.guard.kernel.FixedPoint;
import io.weir.schemas.Topics;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.model.ModelLayout;
import io.weir.wire.FederationSettings;
import io.weir.wire.PrivacyBudget;
import io.weir.wire.SecureBackend;
import io.weir.wire.TensorRole;

/** What must hold for a federation's settings, checked when they are written and again when they are read. */
public final class FederationRules {
    /** The base version of a round that starts from no model. */
    public static final long NO_VERSION = -1;

    private static final int PARTITIONS_MAX = 1024;
    private static final int CHUNK_PARAMETERS_MAX = 2_000_000;
    private static final int COHORT_MAX = 1 << 16;

    private FederationRules() {}

    /** Whether the first version needs statistics of the participants' data. */
    public static boolean gathersStatistics(FederationSettings settings) {
        return new ModelLayout(settings.getManifest()).count(TensorRole.STATISTIC) > 0;
    }

    /** Number of the first round: 0 gathers statistics, 1 trains. */
    public static long firstRound(FederationSettings settings) {
        return gathersStatistics(settings) ? 0 : 1;
    }

    /** Whether updates are hidden, or at least summed as hidden ones are: rules then judge groups. */
    public static boolean hidesUpdates(FederationSettings settings) {
        return settings.getSecure() != null && settings.getSecure().getBackend() != SecureBackend.NONE;
    }

    /**
     * Checks settings.
     *
     * @throws IllegalArgumentException naming the key, the value and what is allowed
     */
    public static void validate(FederationSettings settings) {
        Topics.validateFederation(settings.getFederation());
        ModelLayout layout = new ModelLayout(settings.getManifest());
        require(layout.count(TensorRole.TRAINABLE) > 0, "manifest", "no trainable tensor", "at least one");
        range("weir.round.partitions", settings.getPartitions(), 1, PARTITIONS_MAX);
        range("weir.chunk.parameters", settings.getChunkParameters(), 1, CHUNK_PARAMETERS_MAX);
        range("weir.rounds", settings.getRounds(), 1, Integer.MAX_VALUE);
        range("weir.round.quorum", settings.getQuorum(), 1, COHORT_MAX);
        range("weir.round.deadline.ms", settings.getDeadlineMs(), 1, Long.MAX_VALUE / 4);
        range("weir.round.weight.max", settings.getWeightMax(), 1, 1 << 24);
        retention(settings);
        double bound = settings.getClippingBound();
        require(bound > 0 && bound <= 1e12, "weir.round.clipping.bound", bound, "above 0, up to 1e12");
        int scaleBits = FixedPoint.scaleBits(bound, settings.getWeightMax(), COHORT_MAX);
        require(
                scaleBits >= 0,
                "weir.round.clipping.bound",
                bound,
                "a bound that leaves the sums a fraction; lower it or weir.round.weight.max");
        require(
                ArrowCodecs.supported().contains(settings.getCodec()),
                "weir.codec",
                settings.getCodec(),
                ArrowCodecs.supported());
        double momentum = settings.getClientMomentum();
        require(momentum >= 0 && momentum < 1, "weir.client.momentum", momentum, "0 to below 1");
        privacy(settings.getPrivacyBudget());
        rule(settings);
        SecureRules.validate(settings);
        ParticipantPrivacyRules.validate(settings);
        attested(settings);
    }

    /** Sealed updates are opened one by one; hidden ones are never opened. */
    private static void attested(FederationSettings settings) {
        if (settings.getAttested()) {
            require(
                    !hidesUpdates(settings),
                    "weir.attested",
                    true,
                    "false with secure aggregation: choose one of the two");
            require(
                    settings.getClientMomentum() == 0,
                    "weir.client.momentum",
                    settings.getClientMomentum(),
                    "0 in an attested federation: a bank cannot read its own sealed update again");
        }
    }

    private static void privacy(PrivacyBudget budget) {
        if (budget != null) {
            double epsilon = budget.getEpsilon();
            require(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY, "weir.privacy.epsilon", epsilon, "above 0");
            double delta = budget.getDelta();
            require(delta > 0 && delta < 1, "weir.privacy.delta", delta, "above 0, below 1");
        }
    }

    /** A round may close with a quorum: then the rule has to work on it. */
    private static void rule(FederationSettings settings) {
        int needed =
                Rules.named(settings.getRule(), settings.getRuleParameters()).updatesMin();
        require(
                hidesUpdates(settings) || settings.getQuorum() >= needed,
                "weir.round.quorum",
                settings.getQuorum(),
                "at least " + needed + ", which rule '" + settings.getRule() + "' needs with its f; raise the quorum or"
                        + " lower f");
    }

    /** The brokers delete records past the retention, of a round that is still open as well. */
    private static void retention(FederationSettings settings) {
        long retentionMs = settings.getAuditRetentionMs();
        require(
                retentionMs == -1 || retentionMs > settings.getDeadlineMs(),
                "weir.audit.retention.ms",
                retentionMs,
                "-1 (for ever), or more than weir.round.deadline.ms, which is " + settings.getDeadlineMs());
    }

    private static void range(String key, long value, long min, long max) {
        require(value >= min && value <= max, key, value, min + " to " + max);
    }

    static void require(boolean holds, String key, Object value, Object allowed) {
        if (!holds) {
            throw new IllegalArgumentException(key + " is " + value + ": allowed is " + allowed);
        }
    }
}
