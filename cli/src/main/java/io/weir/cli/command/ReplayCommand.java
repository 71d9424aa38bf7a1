package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.cli.CommandException;
import io.weir.cli.ExitStatus;
import io.weir.cli.audit.Replay;
import io.weir.wire.Admission;
import io.weir.wire.Verdict;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir replay}. */
@Command(
        name = "replay",
        description =
                "Computes a round again under another rule, or as if some participants had sent nothing, and shows"
                        + " verdict and model digest next to the recorded ones. Changes nothing.",
        footer = {
            "",
            "Examples:",
            "  weir replay --federation cards --round 7 --without bank-c",
            "  weir replay --federation cards --round 7 --rule norm-mad --rule-param k=2.5"
        })
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connections;

    @Mixin
    private Output output;

    @Option(names = "--round", paramLabel = "N", required = true, description = "The round.")
    private long round;

    @Option(names = "--rule", paramLabel = "NAME", description = "Judges instead of the round's own rule.")
    private String rule;

    @Option(names = "--rule-param", paramLabel = "K=V", description = "A parameter of that rule. May be repeated.")
    private Map<String, String> ruleParameters = new LinkedHashMap<>();

    @Option(
            names = "--without",
            paramLabel = "P",
            split = ",",
            description = "Participants to leave out, separated by commas.")
    private Set<String> without = new LinkedHashSet<>();

    @Option(names = "--threads", paramLabel = "T", description = "Partitions to work on at once. Default: 1")
    private Integer threads;

    @Override
    public Integer call() {
        RecomputationPlan plan = RecomputationPlan.asRecorded().leavingOut(without);
        if (rule != null) {
            plan = plan.judgedBy(new RecomputationPlan.Rule(rule, ruleParameters));
        } else if (!ruleParameters.isEmpty()) {
            throw CommandException.usage("--rule-param needs --rule");
        }
        if (threads != null) {
            plan = plan.onThreads(threads);
        }
        Replay replay = Replay.of(AuditCommand.auditor(connections), round, plan);
        output.print(() -> json(replay), () -> text(replay));
        return ExitStatus.DONE;
    }

    private static ObjectNode json(Replay replay) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("round", replay.round());
        ObjectNode recorded = document.putObject("recorded");
        recorded.put("digest", replay.recordedDigest().orElse(null));
        replay.recordedVerdict().ifPresent(verdict -> verdict(recorded, verdict));
        ObjectNode replayed = document.putObject("replayed");
        replayed.put("digest", replay.digest().orElse(null));
        replayed.put("failure", replay.hypothetical().failure().orElse(null));
        verdict(replayed, replay.hypothetical().verdict());
        document.put("sameModel", replay.digest().isPresent() && replay.digest().equals(replay.recordedDigest()));
        return document;
    }

    private static void verdict(ObjectNode node, Verdict verdict) {
        node.put("rule", verdict.getRule()).put("totalWeight", verdict.getTotalWeight());
        ArrayNode admitted = node.putArray("admitted");
        verdict.getAdmitted().forEach(admission -> admitted.add(admission.getParticipant()));
        ArrayNode rejected = node.putArray("rejected");
        verdict.getRejected().forEach(rejection -> rejected.addObject()
                .put("participant", rejection.getParticipant())
                .put("reason", rejection.getReason().name())
                .put("detail", rejection.getDetail()));
    }

    private static String text(Replay replay) {
        StringBuilder text = new StringBuilder("Round " + replay.round() + "\n");
        text.append("Recorded: ")
                .append(replay.recordedDigest().orElse("no version"))
                .append('\n');
        replay.recordedVerdict().ifPresent(verdict -> verdict(text, verdict));
        text.append("Replayed: ")
                .append(replay.hypothetical().failure().orElseGet(() -> replay.digest()
                        .orElse("the base version is not retained")))
                .append('\n');
        verdict(text, replay.hypothetical().verdict());
        return text.toString();
    }

    private static void verdict(StringBuilder text, Verdict verdict) {
        text.append("  rule ").append(verdict.getRule()).append(", admitted ");
        text.append(verdict.getAdmitted().stream()
                        .map(Admission::getParticipant)
                        .collect(Collectors.joining(", ", "[", "]")))
                .append('\n');
        verdict.getRejected().forEach(rejection -> text.append("  ")
                .append(rejection.getParticipant())
                .append(": ")
                .append(rejection.getReason())
                .append(", ")
                .append(rejection.getDetail())
                .append('\n'));
    }
}
