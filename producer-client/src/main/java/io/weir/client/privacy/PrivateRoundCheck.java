package io.weir.client.privacy;

import io.weir.wire.Codec;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantPrivacy;
import io.weir.wire.ParticipantPrivacySettings;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether a round's noise is what the operator's settings promise. Whoever announces rounds is not trusted with that, so everything
 * that the guarantee rests upon is checked here.
 */
public final class PrivateRoundCheck {
    /** Bits of an F32's mantissa, and the sign. */
    private static final int PLAIN_BITS = 25;

    private PrivateRoundCheck() {}

    /**
     * Why not to take part, for people; empty if there is no reason.
     *
     * @param settings of the federation; null if it asks for no noise
     * @param before the last round whose seal names an update of this participant, if there is one
     */
    public static Optional<String> objection(
            RoundOpened opened, ParticipantPrivacySettings settings, Optional<RoundOpened> before) {
        if (opened.getTask() != RoundTask.TRAINING) {
            return Optional.empty();
        }
        if (opened.getParticipantPrivacy() == null || settings == null) {
            return objection(
                    (opened.getParticipantPrivacy() == null) != (settings == null),
                    "the federation's settings ask for " + (settings == null ? "no noise" : "noise")
                            + " of participants, the round announces "
                            + (settings == null ? "some: nobody would count it" : "none"));
        }
        List<Function<PrivateRound, Optional<String>>> checks = List.of(
                round -> terms(round.terms(), settings),
                PrivateRoundCheck::carriage,
                PrivateRoundCheck::shares,
                PrivateRoundCheck::grid,
                round -> tree(round, before));
        try {
            PrivateRound round = PrivateRound.of(opened).orElseThrow();
            return checks.stream().flatMap(check -> check.apply(round).stream()).findFirst();
        } catch (IllegalArgumentException e) {
            return Optional.of("what it announces makes no grid: " + e.getMessage());
        }
    }

    private static Optional<String> terms(ParticipantPrivacy terms, ParticipantPrivacySettings settings) {
        if (terms.getMechanism() == NoiseMechanism.UNKNOWN) {
            return Optional.of("its noise is of a kind that this participant does not know: install a newer one");
        }
        boolean same = terms.getMechanism() == settings.getMechanism()
                && terms.getNoiseMultiplier() == settings.getNoiseMultiplier()
                && terms.getShares() == settings.getShares()
                && terms.getClipQuantile() == settings.getClipQuantile()
                && terms.getDataRounds() == settings.getDataRounds()
                && (terms.getClipQuantile() > 0 || terms.getClip() == settings.getClip());
        return objection(
                !same,
                "it announces " + terms + ", the operator's settings are " + settings
                        + ": the aggregator must not change them");
    }

    private static Optional<String> carriage(PrivateRound round) {
        RoundOpened opened = round.opened();
        if (opened.getClientMomentum() != 0 || opened.getWeightMax() != 1) {
            return Optional.of("it asks for client momentum, or for weights up to " + opened.getWeightMax()
                    + ": with noise for participants every update weighs 1 and begins from nothing");
        }
        if (opened.getSecure() == null) {
            return objection(
                    opened.getCodec() != Codec.F32,
                    "it asks for codec " + opened.getCodec()
                            + ", which does not carry whole steps of a grid; F32 does");
        }
        return objection(
                round.grid().indicator(),
                "it hides updates and asks whether their norms lie within the clip: that would be told in the clear");
    }

    private static Optional<String> shares(PrivateRound round) {
        return objection(
                round.isHidden()
                        && round.opened().getSecure().getGroupMin()
                                < round.terms().getShares(),
                "its noise is shared among " + round.terms().getShares() + ", but it opens sums of as few as "
                        + (round.isHidden() ? round.opened().getSecure().getGroupMin() : 0));
    }

    private static Optional<String> grid(PrivateRound round) {
        RoundOpened opened = round.opened();
        boolean open = opened.getSecure() == null;
        int bits = open ? PLAIN_BITS : opened.getSecure().getValueBits();
        if (bits > Integer.SIZE
                || round.grid().largest() >= 1L << (bits - 1)
                || (open
                        ? opened.getScaleBits() < round.terms().getGridBits()
                        : opened.getScaleBits() != round.terms().getGridBits())) {
            return Optional.of("a value with its noise may be " + round.grid().largest()
                    + " steps of its grid, which do not fit into " + bits + " bits, or the sums are of another scale");
        }
        return round.grid().objection();
    }

    private static Optional<String> tree(PrivateRound round, Optional<RoundOpened> before) {
        ParticipantPrivacy terms = round.terms();
        if (!round.isTree()) {
            return objection(terms.getTreeFirstRound() != 0, "it names a tree, and its noise is not of one");
        }
        long step = round.treeStep();
        if (terms.getTreeFirstRound() < 1
                || step < 1
                || round.grid().indicator()
                || Long.SIZE - Long.numberOfLeadingZeros(step) > terms.getTreeLevels()) {
            return Optional.of("its tree begins with round " + terms.getTreeFirstRound() + " and has "
                    + terms.getTreeLevels() + " levels, which is none for this round");
        }
        if (step == 1) {
            return objection(
                    terms.getTreeOpenedAtMs() != round.opened().getOpenedAtMs(),
                    "it begins a tree that says it began earlier: its noise may have been used");
        }
        boolean goesOn = before.filter(last ->
                        last.getRound() == round.opened().getRound() - 1 && terms.equals(last.getParticipantPrivacy()))
                .isPresent();
        return objection(
                !goesOn,
                "it goes on with the tree of round " + terms.getTreeFirstRound()
                        + ", but no seal names an update of this"
                        + " participant in the round before: the next round must begin a tree");
    }

    private static Optional<String> objection(boolean holds, String reason) {
        return holds ? Optional.of(reason) : Optional.empty();
    }
}
