package io.weir.client.privacy;

import io.weir.privacy.dp.NoisyGrid;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacy;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.SecureBackend;
import io.weir.wire.SharedNoise;
import java.util.Optional;

/**
 * What follows from the announcement of a round in which participants add noise.
 *
 * @param terms as announced
 * @param grid that they clip and add noise on
 */
public record PrivateRound(RoundOpened opened, ParticipantPrivacy terms, NoisyGrid grid) {
    /**
     * Empty if they add none.
     *
     * @throws IllegalArgumentException if the announcement makes no grid
     */
    public static Optional<PrivateRound> of(RoundOpened opened) {
        ParticipantPrivacy terms = opened.getParticipantPrivacy();
        if (terms == null || opened.getTask() != RoundTask.TRAINING) {
            return Optional.empty();
        }
        NoisyGrid grid = new NoisyGrid(
                terms.getClip(),
                terms.getNoiseMultiplier(),
                terms.getShares(),
                opened.getParameterCount(),
                terms.getMechanism() == NoiseMechanism.TREE ? terms.getTreeLevels() : 1,
                terms.getClipQuantile() > 0,
                terms.getGridBits());
        return Optional.of(new PrivateRound(opened, terms, grid));
    }

    public boolean isTree() {
        return terms.getMechanism() == NoiseMechanism.TREE;
    }

    /** The round's step of its tree, 1 on. */
    public long treeStep() {
        return opened.getRound() - terms.getTreeFirstRound() + 1;
    }

    /** Whether nobody sees single updates, so that the noise of all others in a sum counts. */
    public boolean isHidden() {
        return opened.getSecure() != null
                && (opened.getSecure().getBackend() == SecureBackend.MASK
                        || opened.getSecure().getBackend() == SecureBackend.RLWE);
    }

    /** What taking part costs: from a sum, the noise of all shares is seen; from an update in the clear, only its own. */
    public SharedNoise cost() {
        return SharedNoise.newBuilder()
                .setMechanism(terms.getMechanism())
                .setNoiseMultiplier(terms.getNoiseMultiplier())
                .setLocalSigma(NoisyGrid.DEVIATION_MIN)
                .setShares(terms.getShares())
                .setSeen(isHidden() ? terms.getShares() : 1)
                .setDimension(opened.getParameterCount() + (grid.indicator() ? 1 : 0))
                .setDataRounds(terms.getDataRounds())
                .setTreeFirstRound(terms.getTreeFirstRound())
                .setRounds(1)
                .build();
    }
}
