package io.weir.cli.bench.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A result as tables: aligned for the eye, and so good Markdown as well. */
public final class GuardText {
    private static final String ABSENT = "–";

    private final GuardResult result;
    private final StringBuilder text = new StringBuilder();

    private GuardText(GuardResult result) {
        this.result = result;
    }

    /** The tables: rules, losses by attack, and each rule's refusals. */
    public static String of(GuardResult result) {
        GuardText text = new GuardText(result);
        text.summary();
        text.losses();
        text.refusals();
        return text.text.toString();
    }

    private void summary() {
        GuardOptions options = result.options();
        text.append(String.format(
                Locale.ROOT,
                "%s, %d banks, %d of them hostile, %d rounds; seeds %d to %d, the worst of them.%n%n",
                data(options),
                options.participants(),
                options.attackers(),
                options.rounds(),
                options.seed(),
                options.seed() + options.seeds() - 1));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "rule", "κ̂", "loss without attack", "worst loss", "under"));
        for (int r = 0; r < options.rules().size(); r++) {
            String rule = options.rules().get(r);
            GuardCell worst = result.worst(rule);
            rows.add(List.of(
                    letter(r),
                    "`" + rule + "`",
                    number(result.kappas().get(r)),
                    number(result.lossWithoutAttack(rule)),
                    number(worst.lossPoints()),
                    worst.attack()));
        }
        table(rows);
    }

    private static String data(GuardOptions options) {
        String parameters = options.parameters().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> ", " + entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining());
        return options.data()
                        .map(csv -> csv.table().file().getFileName() + ", Dirichlet " + csv.alpha())
                        .orElse("Generated transactions")
                + (options.rootRows() > 0 ? ", reference with " + options.rootRows() + " rows" : "")
                + parameters
                + terms(options.terms());
    }

    private static String terms(BankTerms terms) {
        String momentum = terms.clientMomentum() == 0 ? "" : ", client momentum " + terms.clientMomentum();
        return terms.labelShift() == BankTerms.DEFAULT.labelShift()
                ? momentum
                : momentum + ", label shift " + terms.labelShift();
    }

    private void losses() {
        text.append("\nLoss in points of AUC:\n\n");
        List<List<String>> rows = new ArrayList<>();
        List<String> rules = result.options().rules();
        List<String> heading = new ArrayList<>(List.of("attack"));
        for (int r = 0; r < rules.size(); r++) {
            heading.add(letter(r));
        }
        rows.add(heading);
        for (GuardCell first : result.of(rules.get(0))) {
            List<String> row = new ArrayList<>(List.of(first.attack()));
            result.cells().stream()
                    .filter(cell -> cell.attack().equals(first.attack()))
                    .forEach(cell -> row.add(number(cell.lossPoints())));
            rows.add(row);
        }
        table(rows);
    }

    /** Of rules that refused somebody or under attacks that open a backdoor. */
    private void refusals() {
        text.append("\nRefusals and backdoors, where there are any:\n\n");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("rule", "attack", "precision", "recall", "honest refused", "backdoor"));
        for (int r = 0; r < result.options().rules().size(); r++) {
            for (GuardCell cell : result.of(result.options().rules().get(r))) {
                if (cell.recall() > 0 || cell.honestRefused() > 0 || !Double.isNaN(cell.backdoor())) {
                    rows.add(List.of(
                            letter(r),
                            cell.attack(),
                            number(cell.precision()),
                            number(cell.recall()),
                            number(cell.honestRefused()),
                            number(cell.backdoor())));
                }
            }
        }
        table(rows);
    }

    /** A, B, … so that long rules do not head columns. */
    private static String letter(int rule) {
        return rule < 26 ? String.valueOf((char) ('A' + rule)) : "R" + rule;
    }

    private static String number(double value) {
        return Double.isNaN(value)
                ? ABSENT
                : String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%.0f", value);
    }

    private void table(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        });
        for (int r = 0; r < rows.size(); r++) {
            line(rows.get(r), widths);
            if (r == 0) {
                List<String> rule = new ArrayList<>();
                for (int width : widths) {
                    rule.add("-".repeat(Math.max(3, width)));
                }
                line(rule, widths);
            }
        }
    }

    private void line(List<String> cells, int[] widths) {
        for (int c = 0; c < widths.length; c++) {
            text.append(c == 0 ? "| " : " | ")
                    .append(cells.get(c))
                    .append(" ".repeat(Math.max(0, widths[c] - cells.get(c).length())));
        }
        text.append(" |\n");
    }
}
