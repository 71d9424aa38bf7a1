package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.weir.cli.CommandException;
import io.weir.cli.ExitStatus;
import io.weir.cli.NoiseMechanismName;
import io.weir.cli.federation.NoisePlan;
import io.weir.cli.report.Numbers;
import io.weir.wire.NoiseMechanism;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir privacy participant}. */
@Command(
        name = "participant",
        description = {
            "What noise of whole participants costs, or how much of it a budget needs: discrete Gaussians that participants"
                    + " share (distributed discrete Gaussian, Renyi differential privacy).",
        },
        footer = {
            "",
            "Examples:",
            "  weir privacy participant --noise-multiplier 1 --shares 10 --rounds 10 --delta 1e-5",
            "  weir privacy participant --epsilon 8 --shares 10 --rounds 100 --delta 1e-5 --mechanism tree --data-rounds 1"
        })
final class PrivacyParticipantCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Option(names = "--noise-multiplier", paramLabel = "Z", description = "Deviation of the whole noise in clips.")
    private Double noise;

    @Option(names = "--epsilon", paramLabel = "E", description = "Instead of the noise: the budget.")
    private Double epsilon;

    @Option(
            names = "--shares",
            paramLabel = "N",
            defaultValue = "1",
            description = "Participants that share the noise (${DEFAULT-VALUE}).")
    private int shares;

    @Option(
            names = "--single",
            description = "Against who sees single updates, which have one share each. Default: sums of all shares")
    private boolean single;

    @Option(names = "--rounds", paramLabel = "T", required = true, description = "Rounds in all.")
    private long rounds;

    @Option(names = "--delta", paramLabel = "D", required = true, description = "Between 0 and 1.")
    private double delta;

    @Option(
            names = "--mechanism",
            paramLabel = "NAME",
            defaultValue = "gaussian",
            converter = NoiseMechanismName.class,
            description = NoiseMechanismName.DESCRIPTION)
    private NoiseMechanism mechanism;

    @Option(names = "--data-rounds", paramLabel = "K", defaultValue = "0", description = NoiseMechanismName.DATA_ROUNDS)
    private long dataRounds;

    @Override
    public Integer call() {
        if ((noise == null) == (epsilon == null)) {
            throw CommandException.usage("one of --noise-multiplier Z and --epsilon E is needed");
        }
        NoisePlan plan = new NoisePlan(mechanism, shares, single ? 1 : shares, rounds, dataRounds, delta);
        double multiplier = noise == null ? plan.noise(epsilon) : noise;
        double cost = plan.epsilon(multiplier);
        output.print(
                () -> JsonNodeFactory.instance.objectNode().put("epsilon", cost).put("noiseMultiplier", multiplier),
                () -> "epsilon " + Numbers.roundedUp(cost) + " with noise multiplier " + Numbers.roundedUp(multiplier)
                        + " (" + mechanism.name().toLowerCase(Locale.ROOT) + ", " + rounds + " rounds, delta " + delta
                        + ", against who sees "
                        + (single
                                ? "single updates, each with 1 of " + shares + " shares"
                                : "sums of " + shares + " shares")
                        + ")\n");
        return ExitStatus.DONE;
    }
}
