package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.weir.cli.CommandException;
import io.weir.cli.ExitStatus;
import io.weir.cli.report.Numbers;
import io.weir.privacy.dp.accounting.Accounting;
import io.weir.privacy.dp.accounting.GaussianPlan;
import io.weir.privacy.dp.accounting.NoiseCalibration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir privacy}; needs no cluster. */
@Command(
        name = "privacy",
        description = "What private training costs, and the noise that a budget needs.",
        subcommands = {PrivacyCommand.Epsilon.class, PrivacyCommand.Noise.class, PrivacyParticipantCommand.class})
final class PrivacyCommand extends GroupCommand {

    /** What both need. */
    static final class Plan {
        @Option(
                names = "--sampling-rate",
                paramLabel = "Q",
                required = true,
                description = "The chance of a record to be in a step: above 0, at most 1.")
        private double samplingRate;

        @Option(names = "--steps", paramLabel = "T", required = true, description = "Steps in all.")
        private long steps;

        @Option(
                names = "--delta",
                paramLabel = "D",
                required = true,
                description = "The chance that the guarantee may fail: between 0 and 1, well below 1 over the records.")
        private double delta;

        @Option(
                names = "--accountant",
                defaultValue = "pld",
                description = "${COMPLETION-CANDIDATES}: distribution of the privacy loss, or Renyi differential"
                        + " privacy. Default: ${DEFAULT-VALUE}")
        private Accounting accountant;

        private String described() {
            return steps + " steps at sampling rate " + samplingRate + ", delta " + delta + ", " + accountant;
        }
    }

    /** {@code weir privacy epsilon}. */
    @Command(
            name = "epsilon",
            description = "The epsilon of DP-SGD: Gaussian noise on clipped sums over Poisson samples.",
            footer = {
                "",
                "Example:",
                "  weir privacy epsilon --sampling-rate 0.01 --noise-multiplier 1.1 --steps 1000 --delta 1e-5"
            })
    static final class Epsilon implements Callable<Integer> {
        @Mixin
        private Plan plan;

        @Mixin
        private Output output;

        @Option(
                names = "--noise-multiplier",
                paramLabel = "S",
                required = true,
                description = "Deviation of the noise in units of the clipping bound.")
        private double noiseMultiplier;

        @Override
        public Integer call() {
            double epsilon = plan.accountant.epsilon(
                    new GaussianPlan(plan.samplingRate, noiseMultiplier, plan.steps), plan.delta);
            if (Double.isInfinite(epsilon)) {
                throw CommandException.usage("no epsilon holds at delta " + plan.delta + " with accountant "
                        + plan.accountant + ": raise --delta, or use --accountant rdp");
            }
            output.print(
                    () -> JsonNodeFactory.instance.objectNode().put("epsilon", epsilon),
                    () -> "epsilon " + Numbers.roundedUp(epsilon) + " (noise multiplier " + noiseMultiplier + ", "
                            + plan.described() + ")\n");
            return ExitStatus.DONE;
        }
    }

    /** {@code weir privacy noise}. */
    @Command(
            name = "noise",
            description = "The smallest noise multiplier with which the steps stay within epsilon.",
            footer = {"", "Example:", "  weir privacy noise --epsilon 3 --sampling-rate 0.01 --steps 1000 --delta 1e-5"
            })
    static final class Noise implements Callable<Integer> {
        @Mixin
        private Plan plan;

        @Mixin
        private Output output;

        @Option(names = "--epsilon", paramLabel = "E", required = true, description = "The budget: above 0.")
        private double epsilon;

        @Override
        public Integer call() {
            double noise = NoiseCalibration.noiseMultiplier(
                    epsilon, plan.delta, plan.samplingRate, plan.steps, plan.accountant);
            output.print(
                    () -> JsonNodeFactory.instance.objectNode().put("noiseMultiplier", noise),
                    () -> "noise multiplier " + Numbers.roundedUp(noise) + " (epsilon " + epsilon + ", "
                            + plan.described() + ")\n");
            return ExitStatus.DONE;
        }
    }
}
