package io.weir.client;

import io.weir.privacy.dp.NoisyGrid;
import io.weir.schemas.serde.WireTrust;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacy;
import io.weir.wire.ParticipantPrivacySettings;
import io.weir.wire.PrivacyBudget;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;

/** Rounds in which participants add noise. */
public final class PrivateFixtures {
    public static final double NOISE = 1.5;
    public static final int SHARES = 3;
    public static final double CLIP = 0.5;
    public static final PrivacyBudget BUDGET = new PrivacyBudget(20.0, 1e-5);

    static {
        WireTrust.install(); // builders copy records
    }

    private PrivateFixtures() {}

    public static ParticipantPrivacySettings.Builder settings() {
        return ParticipantPrivacySettings.newBuilder()
                .setMechanism(NoiseMechanism.GAUSSIAN)
                .setNoiseMultiplier(NOISE)
                .setShares(SHARES)
                .setClip(CLIP)
                .setClipQuantile(0)
                .setDataRounds(0)
                .setBudget(BUDGET);
    }

    public static ParticipantPrivacy.Builder terms(int valueBits, boolean indicator) {
        return ParticipantPrivacy.newBuilder()
                .setMechanism(NoiseMechanism.GAUSSIAN)
                .setNoiseMultiplier(NOISE)
                .setShares(SHARES)
                .setClip(CLIP)
                .setClipQuantile(indicator ? 0.5 : 0)
                .setGridBits(NoisyGrid.fitting(valueBits, CLIP, NOISE, SHARES, Fixtures.TRAINABLE, 3, indicator)
                        .scaleBits());
    }

    /** In the clear. */
    public static RoundOpened.Builder round(long round) {
        return Fixtures.round(round)
                .setWeightMax(1)
                .setClippingBound(100)
                .setScaleBits(40)
                .setParticipantPrivacy(terms(25, false).build());
    }

    /** One step of a tree of three levels. */
    public static RoundOpened.Builder tree(long round, long firstRound) {
        return round(round)
                .setParticipantPrivacy(terms(25, false)
                        .setMechanism(NoiseMechanism.TREE)
                        .setTreeFirstRound(firstRound)
                        .setTreeOpenedAtMs(Fixtures.NOW.toEpochMilli())
                        .setTreeLevels(3)
                        .build());
    }

    public static RoundOpened.Builder hidden(SecureBackend backend) {
        ParticipantPrivacy terms = terms(SecureFixtures.VALUE_BITS, false).build();
        return SecureFixtures.round(backend)
                .setWeightMax(1)
                .setClippingBound(100)
                .setScaleBits(terms.getGridBits())
                .setSecure(SecureFixtures.secure(backend).setGroupMin(SHARES).build())
                .setParticipantPrivacy(terms);
    }
}
