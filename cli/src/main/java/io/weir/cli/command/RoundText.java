package io.weir.cli.command;

import io.weir.cli.report.Explanations;
import io.weir.cli.report.Numbers;
import io.weir.cli.report.Similarity;
import io.weir.cli.report.TextTable;
import io.weir.wire.Admission;
import io.weir.wire.CohortMember;
import io.weir.wire.Flag;
import io.weir.wire.QuarantineRecord;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import io.weir.wire.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Rounds as tables. */
final class RoundText {
    private static final int NEAREST = 3;

    private RoundText() {}

    static String list(List<RoundView> rounds) {
        if (rounds.isEmpty()) {
            return "No round was opened yet: `weir aggregator` and `weir publisher` open one when the quorum is enrolled.\n";
        }
        TextTable table = new TextTable(List.of(
                Output.right("Round"),
                Output.left("Task"),
                Output.left("Status"),
                Output.right("Version"),
                Output.right("Admitted"),
                Output.wide("Rejected"),
                Output.left("Opened"),
                Output.right("Seconds"),
                Output.left("Updates")));
        for (RoundView round : rounds) {
            RoundOpened opened = round.opened();
            Output.row(
                    table,
                    round.round(),
                    opened.getTask(),
                    round.status(),
                    round.published()
                            .map(ledger -> String.valueOf(ledger.getVersion()))
                            .orElse(Numbers.NONE),
                    round.admitted() + "/" + opened.getCohort().size(),
                    rejected(round),
                    Output.time(opened.getOpenedAtMs()),
                    seconds(opened.getOpenedAtMs(), round.endedAtMs()),
                    retained(round));
        }
        return Output.render(table);
    }

    private static String retained(RoundView round) {
        return round.updatesRetained() ? "retained" : "not retained";
    }

    private static String rejected(RoundView round) {
        return round.rejected().isEmpty()
                ? Numbers.NONE
                : round.rejected().stream()
                        .map(rejection -> rejection.getParticipant() + " " + rejection.getReason())
                        .collect(Collectors.joining(", "));
    }

    private static String seconds(long fromMs, OptionalLong toMs) {
        return toMs.isPresent() ? Output.seconds(fromMs, toMs.getAsLong()) : Numbers.NONE;
    }

    static String whole(RoundView round, Comparison compared) {
        return Output.facts(facts(round)) + "\n" + participants(round)
                + (round.flags().isEmpty() ? "" : "\nFlags, which refuse nobody\n" + flags(round.flags()))
                + "\nNearest updates"
                + compared.similarity()
                        .map(similarity -> "\n" + nearest(similarity))
                        .orElse(": not shown, " + compared.omitted() + "\n")
                + (round.quarantined().isEmpty() ? "" : "\nQuarantined\n" + quarantine(round.quarantined()));
    }

    private static List<String[]> facts(RoundView round) {
        RoundOpened opened = round.opened();
        List<String[]> facts = new ArrayList<>();
        facts.add(Output.fact("Round", round.round() + " of federation " + opened.getFederation()));
        facts.add(Output.fact("Task", opened.getTask()));
        facts.add(Output.fact("Status", round.status()));
        round.failed().ifPresent(failed -> facts.add(Output.fact("Failure", failed.getReason())));
        facts.add(Output.fact("Base version", opened.getBaseVersion() + " " + opened.getBaseDigest()));
        round.published()
                .ifPresent(ledger ->
                        facts.add(Output.fact("Version", ledger.getVersion() + " " + ledger.getModelDigest())));
        facts.add(Output.fact("Topic", opened.getTopic() + ", " + retained(round)));
        facts.add(Output.fact(
                "Quorum", opened.getQuorum() + " of " + opened.getCohort().size()));
        facts.add(Output.fact("Rule", opened.getRule() + " within norm " + opened.getClippingBound()));
        facts.addAll(PrivacyFacts.text(round));
        NoiseView.round(opened).ifPresent(noise -> facts.add(Output.fact("Participant privacy", noise)));
        facts.add(Output.fact("Opened", Output.time(opened.getOpenedAtMs())));
        round.closedAtMs()
                .ifPresent(closed -> facts.add(Output.fact(
                        "Closed",
                        "after " + Output.seconds(opened.getOpenedAtMs(), closed) + " s"
                                + round.sealed()
                                        .map(event -> " by " + event.getClosedBy())
                                        .orElse(""))));
        round.published()
                .ifPresent(ledger -> facts.add(Output.fact(
                        "Published",
                        "after " + Output.seconds(opened.getOpenedAtMs(), ledger.getPublishedAtMs()) + " s")));
        round.sealed().ifPresent(event -> facts.add(Output.fact("Cut", event.getCuts())));
        return facts;
    }

    private static String participants(RoundView round) {
        Map<String, Admission> admitted = round.failed().isPresent()
                ? Map.of()
                : byName(round.verdict().map(Verdict::getAdmitted).orElse(List.of()), Admission::getParticipant);
        Map<String, SealedUpdate> updates =
                byName(round.sealed().map(RoundSealed::getUpdates).orElse(List.of()), SealedUpdate::getParticipant);
        Map<String, List<Rejection>> rejected =
                round.rejected().stream().collect(Collectors.groupingBy(Rejection::getParticipant));
        TextTable table = new TextTable(List.of(
                Output.left("Participant"),
                Output.left("Result"),
                Output.right("Examples"),
                Output.right("Weight"),
                Output.right("L2 norm"),
                Output.right("Clip"),
                Output.wide("Detail")));
        for (CohortMember member : round.opened().getCohort()) {
            String name = member.getParticipant();
            Admission admission = admitted.get(name);
            SealedUpdate update = updates.get(name);
            List<Rejection> refusals = rejected.getOrDefault(name, List.of());
            Output.row(
                    table,
                    name,
                    result(admission, refusals),
                    update == null ? Numbers.NONE : Numbers.count(update.getExamples()),
                    admission == null ? Numbers.NONE : Numbers.count(admission.getWeight()),
                    admission == null ? Numbers.NONE : Numbers.significant(admission.getL2Norm()),
                    admission == null ? Numbers.NONE : Numbers.significant(admission.getClipFactor()),
                    refusals.stream()
                            .map(refusal -> Explanations.of(refusal.getDetail(), refusal.getNeighbours()))
                            .collect(Collectors.joining("; ")));
        }
        return Output.render(table);
    }

    private static String flags(List<Flag> flags) {
        TextTable table =
                new TextTable(List.of(Output.left("Participant"), Output.left("Flag"), Output.wide("Detail")));
        flags.forEach(flag -> Output.row(table, flag.getParticipant(), flag.getCode(), flag.getDetail()));
        return Output.render(table);
    }

    private static String nearest(Similarity similarity) {
        TextTable table = new TextTable(List.of(Output.left("Participant"), Output.wide("Distance and cosine")));
        for (int i = 0; i < similarity.size(); i++) {
            Output.row(table, similarity.participants().get(i), Explanations.nearest(similarity.nearest(i, NEAREST)));
        }
        return Output.render(table);
    }

    private static String result(Admission admission, List<Rejection> refusals) {
        if (admission != null) {
            return "admitted";
        }
        return refusals.isEmpty()
                ? "no verdict"
                : refusals.stream()
                        .map(rejection -> rejection.getReason().name())
                        .distinct()
                        .collect(Collectors.joining(", "));
    }

    private static <T> Map<String, T> byName(List<T> entries, Function<T, String> name) {
        return entries.stream().collect(Collectors.toMap(name, Function.identity(), (first, second) -> first));
    }

    static String quarantine(List<QuarantineRecord> records) {
        TextTable table = new TextTable(List.of(
                Output.right("Round"),
                Output.left("Participant"),
                Output.left("Reason"),
                Output.left("Topic"),
                Output.right("Partition"),
                Output.right("Offset"),
                Output.right("Size"),
                Output.left("Refused"),
                Output.wide("Detail")));
        for (QuarantineRecord record : records) {
            Output.row(
                    table,
                    record.getRound(),
                    record.getParticipant(),
                    record.getReason(),
                    record.getTopic(),
                    record.getPartition(),
                    record.getOffset(),
                    Numbers.bytes(record.getSizeBytes()),
                    Output.time(record.getRefusedAtMs()),
                    Explanations.of(record.getDetail(), record.getNeighbours()));
        }
        return Output.render(table);
    }
}
