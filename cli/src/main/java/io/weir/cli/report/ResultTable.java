package io.weir.cli.report;

import io.weir.cli.report.DemoResult.Failed;
import io.weir.cli.report.DemoResult.Published;
import io.weir.cli.report.DemoResult.Round;
import io.weir.cli.report.TextTable.Cell;
import io.weir.cli.report.TextTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The result of a run as text: a line for each round, then what it all means. */
public final class ResultTable {
    private static final List<Column> COLUMNS = List.of(
            new Column("Round", true, false),
            new Column("Version", true, false),
            new Column("Admitted", true, false),
            new Column("Rejected", false, true),
            new Column("AUC", true, false),
            new Column("AP", true, false),
            new Column("Seconds", true, false),
            new Column("Updates", true, false));
    private static final int LABEL_COLUMNS = 8;

    private final DemoResult result;
    private final Terminal terminal;

    private ResultTable(DemoResult result, Terminal terminal) {
        this.result = result;
        this.terminal = terminal;
    }

    /**
     * The whole text, ending with a line break.
     *
     * @param report where the HTML report lies, if one was written
     */
    public static String render(DemoResult result, Optional<String> report, Terminal terminal) {
        ResultTable table = new ResultTable(result, terminal);
        return table.rounds() + '\n' + table.meaning(report);
    }

    private String rounds() {
        TextTable table = new TextTable(COLUMNS);
        int cohort = result.names().size();
        for (Round round : result.rounds()) {
            table.add(List.of(
                    Cell.of(Long.toString(round.round())),
                    version(round),
                    Cell.of(round.admitted().size() + "/" + cohort),
                    rejected(round),
                    Cell.of(Numbers.score(round.quality().auc())),
                    Cell.of(Numbers.score(round.quality().ap())),
                    Cell.of(Numbers.seconds(round.seconds())),
                    Cell.of(Numbers.bytes(round.updateBytes()))));
        }
        return table.render(terminal.columns(), this::bold);
    }

    private Cell version(Round round) {
        return round.outcome() instanceof Published published
                ? Cell.of(Long.toString(published.version()))
                : new Cell(List.of("failed"), this::red);
    }

    private Cell rejected(Round round) {
        List<String> lines = new ArrayList<>();
        if (round.outcome() instanceof Failed failed) {
            lines.add("round failed: " + Text.clean(failed.reason()));
        }
        round.rejected()
                .forEach(rejection ->
                        lines.add(Text.clean(rejection.participant()) + " " + Text.clean(rejection.reason())));
        return lines.isEmpty() ? Cell.of(Numbers.NONE) : new Cell(lines, this::red);
    }

    private String meaning(Optional<String> report) {
        StringBuilder out = new StringBuilder();
        paragraph(out, Summary.sentence(result), this::bold);
        paragraph(out, Summary.gain(result), UnaryOperator.identity());
        paragraph(out, Summary.aucInWords(), this::faint);
        out.append('\n');
        labelled(
                out,
                "Model",
                "version " + result.model().version() + ", "
                        + Text.clean(result.model().digest()));
        if (!result.guard().attackers().isEmpty()) {
            labelled(out, "Guard", Summary.guard(result.guard()));
        }
        Optional.ofNullable(result.configuration().get(DemoResult.ATTESTATION))
                .ifPresent(attestation -> labelled(out, "Sealed", "for attested keys; attestation " + attestation));
        result.privacy().ifPresent(privacy -> labelled(out, "Privacy", Summary.privacy(privacy) + "."));
        Optional.ofNullable(result.configuration().get(DemoResult.STATISTICS))
                .ifPresent(statistics -> labelled(out, "Scales", Text.clean(statistics) + "."));
        long failed = Summary.failedRounds(result);
        labelled(
                out,
                "Time",
                Numbers.seconds(result.seconds()) + " s for " + result.rounds().size() + " rounds"
                        + (failed == 0 ? "" : ", of which " + failed + " failed"));
        report.ifPresent(location -> labelled(out, "Report", Text.clean(location)));
        return out.toString();
    }

    private void labelled(StringBuilder out, String label, String text) {
        String indent = Text.padRight(label, LABEL_COLUMNS);
        for (String line : Text.wrap(text, terminal.columns() - LABEL_COLUMNS)) {
            out.append(indent).append(line).append('\n');
            indent = " ".repeat(LABEL_COLUMNS);
        }
    }

    private void paragraph(StringBuilder out, String text, UnaryOperator<String> colour) {
        if (!text.isEmpty()) {
            Text.wrap(text, terminal.columns())
                    .forEach(line -> out.append(colour.apply(line)).append('\n'));
        }
    }

    private String bold(String text) {
        return ansi("1", text);
    }

    private String faint(String text) {
        return ansi("2", text);
    }

    private String red(String text) {
        return ansi("31", text);
    }

    private String ansi(String code, String text) {
        return terminal.colour() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
