package io.weir.client.budget;

import io.weir.privacy.dp.accounting.RdpAccountant;
import io.weir.privacy.dp.accounting.SharedNoiseRounds;
import io.weir.wire.NoiseMechanism;
import io.weir.wire.ParticipantSpent;
import io.weir.wire.PrivacyBudget;
import io.weir.wire.SharedNoise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What noise of whole participants costs, by Rényi differential privacy: the only accountant that knows sums of discrete Gaussians. */
public final class ParticipantCosts {
    private ParticipantCosts() {}

    /**
     * What holds after a further round.
     *
     * @param before what has held so far
     */
    static ParticipantSpent after(Optional<ParticipantSpent> before, Charge.OfParticipant charge) {
        List<SharedNoise> spent = added(before.map(ParticipantSpent::getSpent).orElse(List.of()), charge.cost());
        PrivacyBudget budget = charge.budget();
        return new ParticipantSpent(budget, spent, epsilon(spent, budget.getDelta()));
    }

    private static List<SharedNoise> added(List<SharedNoise> spent, SharedNoise cost) {
        List<SharedNoise> sum = new ArrayList<>(spent);
        for (int i = 0; i < sum.size(); i++) {
            SharedNoise earlier = sum.get(i);
            if (withRounds(earlier, cost.getRounds()).equals(cost)) {
                sum.set(i, withRounds(cost, Math.addExact(earlier.getRounds(), cost.getRounds())));
                return sum;
            }
        }
        sum.add(cost);
        return sum;
    }

    /** The same with another number of rounds. */
    public static SharedNoise withRounds(SharedNoise noise, long rounds) {
        return SharedNoise.newBuilder(noise).setRounds(rounds).build();
    }

    /**
     * What rounds cost together; 0 for none.
     *
     * @throws IllegalArgumentException if an entry is none, or delta is not between 0 and 1
     */
    public static double epsilon(List<SharedNoise> spent, double delta) {
        if (spent.isEmpty()) {
            return 0;
        }
        RdpAccountant accountant = new RdpAccountant();
        spent.forEach(noise -> accountant.add(rounds(noise)));
        return accountant.epsilon(delta);
    }

    private static SharedNoiseRounds rounds(SharedNoise noise) {
        if (noise.getMechanism() == NoiseMechanism.UNKNOWN) {
            throw new IllegalArgumentException("noise of a kind that is not known: install a newer participant");
        }
        return new SharedNoiseRounds(
                noise.getNoiseMultiplier(),
                noise.getLocalSigma(),
                noise.getShares(),
                noise.getSeen(),
                noise.getDimension(),
                noise.getMechanism() == NoiseMechanism.TREE,
                noise.getRounds(),
                noise.getDataRounds());
    }
}
