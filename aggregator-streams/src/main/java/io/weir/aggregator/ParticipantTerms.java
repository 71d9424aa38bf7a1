package io.weir.aggregator;

import io.weir.privacy.dp.AdaptiveClip;
import io.weir.privacy.dp.NoisyGrid;
import io.weir.schemas.model.CommitMetrics;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacy;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import io.weir.wire.Verdict;
import java.util.List;
import java.util.Optional;

/** What a round with noise of participants leaves to the next one: its clip, and whether a tree goes on. A function of what is recorded. */
public final class ParticipantTerms {
    /** Where a clip begins, and how far it may move. */
    static final double CLIP_MIN = 1e-9;

    static final double CLIP_MAX = 1e6;

    private ParticipantTerms() {}

    /**
     * Of a sealed round; empty if its participants add no noise. A tree goes on only if everybody's update counted: then all trees of
     * all participants have come to the same step, and every sum has the noise of all of them.
     */
    public static Optional<ParticipantPrivacy> after(RoundSealed sealed, Verdict verdict) {
        RoundOpened opened = sealed.getOpened();
        return Optional.ofNullable(opened.getParticipantPrivacy()).map(terms -> {
            boolean everybody = verdict.getRejected().isEmpty()
                    && verdict.getAdmitted().size() == opened.getCohort().size();
            ParticipantPrivacy clipped = ParticipantPrivacy.newBuilder(terms)
                    .setClip(nextClip(opened, terms, sealed.getUpdates()))
                    .build();
            return everybody ? clipped : withoutTree(clipped);
        });
    }

    /** Of a failed round: the clip stays, a tree ends. */
    public static Optional<ParticipantPrivacy> after(RoundFailed failed) {
        return Optional.ofNullable(failed.getOpened().getParticipantPrivacy()).map(ParticipantTerms::withoutTree);
    }

    /** The same, with no tree to go on with. */
    public static ParticipantPrivacy withoutTree(ParticipantPrivacy terms) {
        return ParticipantPrivacy.newBuilder(terms)
                .setTreeFirstRound(0)
                .setTreeOpenedAtMs(0)
                .build();
    }

    /** The grid of an announced round's updates. */
    public static NoisyGrid grid(RoundOpened opened, ParticipantPrivacy terms) {
        return new NoisyGrid(
                terms.getClip(),
                terms.getNoiseMultiplier(),
                terms.getShares(),
                opened.getParameterCount(),
                terms.getMechanism() == NoiseMechanism.TREE ? terms.getTreeLevels() : 1,
                terms.getClipQuantile() > 0,
                terms.getGridBits());
    }

    /** What a participant could not have sent counts as the nearest that it could. */
    private static double nextClip(RoundOpened opened, ParticipantPrivacy terms, List<SealedUpdate> updates) {
        if (terms.getClipQuantile() == 0) {
            return terms.getClip();
        }
        NoisyGrid grid = grid(opened, terms);
        double largest = grid.indicatorLargest();
        double sum = 0;
        int answers = 0;
        for (SealedUpdate update : updates) {
            Double told = update.getMetrics().get(CommitMetrics.CLIP_WITHIN);
            if (told != null && !told.isNaN()) {
                sum += Math.max(-largest, Math.min(largest, Math.rint(told)));
                answers++;
            }
        }
        if (answers == 0) {
            return terms.getClip();
        }
        double within = 0.5 + sum / (2.0 * grid.indicatorSteps() * answers);
        double clip = new AdaptiveClip(terms.getClip(), terms.getClipQuantile())
                .next(within)
                .bound();
        return Math.max(CLIP_MIN, Math.min(CLIP_MAX, clip));
    }

    /**
     * Whether a tree goes on in a round with these terms.
     *
     * @param carried what the round before has left
     * @param planned for the next, but for the tree
     */
    public static boolean treeGoesOn(ParticipantPrivacy carried, ParticipantPrivacy planned) {
        return carried.getTreeFirstRound() != 0 && withoutTree(carried).equals(withoutTree(planned));
    }

    /**
     * What an announced round has that does not follow from the one before; empty if everything does.
     *
     * @param before the round before, whose cohort a tree needs again
     * @param carried what it has left
     */
    public static Optional<String> contradiction(RoundOpened before, ParticipantPrivacy carried, RoundOpened next) {
        ParticipantPrivacy terms = next.getParticipantPrivacy();
        if (terms == null) {
            return Optional.empty();
        }
        if (terms.getClipQuantile() > 0
                && terms.getClipQuantile() == carried.getClipQuantile()
                && terms.getClip() != carried.getClip()) {
            return Optional.of(
                    "clips to " + terms.getClip() + ", what participants said before leads to " + carried.getClip());
        }
        boolean goesOn = terms.getTreeFirstRound() != 0 && terms.getTreeFirstRound() != next.getRound();
        boolean may = treeGoesOn(carried, terms)
                && carried.getTreeFirstRound() == terms.getTreeFirstRound()
                && before.getCohort().equals(next.getCohort());
        return goesOn && !may
                ? Optional.of("goes on with the tree of round " + terms.getTreeFirstRound()
                        + ", which ended: not everybody's update counted in every round since")
                : Optional.empty();
    }
}
