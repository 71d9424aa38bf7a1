package io.weir.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.report.Numbers;
import io.weir.cli.report.Terminal;
import io.weir.cli.report.Text;
import io.weir.cli.report.TextTable;
import io.weir.cli.report.TextTable.Cell;
import io.weir.cli.report.TextTable.Column;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command's result: text for people, or with {@code --json} one document for scripts. */
final class Output {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON document on standard output.")
    private boolean json;

    /** Prints one of both. */
    void print(Supplier<? extends JsonNode> document, Supplier<String> text) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(document.get().toPrettyString());
        } else {
            out.print(text.get());
        }
        out.flush();
    }

    boolean isJson() {
        return json;
    }

    /** Says what happens meanwhile, on standard error. */
    void progress(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(text);
        err.flush();
    }

    /** Text, which may come from anywhere, aligned left. */
    static Column left(String heading) {
        return new Column(heading, false, false);
    }

    /** Text that gives way in a narrow terminal. */
    static Column wide(String heading) {
        return new Column(heading, false, true);
    }

    static Column right(String heading) {
        return new Column(heading, true, false);
    }

    static void row(TextTable table, Object... cells) {
        table.add(Arrays.stream(cells)
                .map(cell -> Cell.of(Text.clean(String.valueOf(cell))))
                .toList());
    }

    static String render(TextTable table) {
        return table.render(Terminal.standardOutput().columns(), UnaryOperator.identity());
    }

    /** Lines of a name and what it is. */
    static String facts(List<String[]> facts) {
        int width = facts.stream().mapToInt(fact -> fact[0].length()).max().orElse(0) + 2;
        StringBuilder text = new StringBuilder();
        for (String[] fact : facts) {
            text.append(fact[0])
                    .append(" ".repeat(width - fact[0].length()))
                    .append(Text.clean(fact[1]))
                    .append('\n');
        }
        return text.toString();
    }

    static String[] fact(String name, Object value) {
        return new String[] {name, String.valueOf(value)};
    }

    /** To the second, in UTC. */
    static String time(long epochMs) {
        return Instant.ofEpochMilli(epochMs).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String seconds(long fromMs, long toMs) {
        return Numbers.seconds((toMs - fromMs) / 1000.0);
    }

    /** JSON has no NaN and no infinity. */
    static void number(ObjectNode node, String field, double value) {
        if (Double.isFinite(value)) {
            node.put(field, value);
        } else {
            node.putNull(field);
        }
    }
}
