package io.weir.cli.report;

import io.weir.cli.report.DemoResult.Failed;
import io.weir.cli.report.DemoResult.Flag;
import io.weir.cli.report.DemoResult.Participant;
import io.weir.cli.report.DemoResult.Published;
import io.weir.cli.report.DemoResult.Rejection;
import io.weir.cli.report.DemoResult.Round;
import io.weir.cli.report.DemoResult.Score;
import io.weir.cli.report.DemoResult.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report's tables. They hold every figure of the plots, for readers who cannot see those. */
final class ReportTables {
    /** Columns of a table: a heading that starts with {@code #} is of numbers, with {@code @} of code. */
    private static final List<String> PARTICIPANTS = List.of(
            "Participant",
            "#Rows",
            "#Positives",
            "#Positive share",
            "#AUC alone",
            "#AP alone",
            "#Admitted",
            "#Rejected",
            "#Missing");

    private static final List<String> ROUNDS = List.of(
            "#Round",
            "#Version",
            "#Admitted",
            "#Rejected",
            "#AUC",
            "#AP",
            "#Seconds",
            "#Updates",
            "@Digest or failure");

    private final DemoResult result;

    ReportTables(DemoResult result) {
        this.result = result;
    }

    Markup participants() {
        Map<String, Participant> known = new LinkedHashMap<>();
        result.participants().forEach(participant -> known.put(participant.name(), participant));
        List<List<String>> rows = new ArrayList<>();
        for (String name : result.names()) {
            Participant data = known.get(name);
            boolean attacker = result.guard().attackers().contains(name);
            rows.add(List.of(
                    attacker ? name + " (made to attack)" : name,
                    data == null ? Numbers.NONE : Numbers.count(data.rows()),
                    data == null ? Numbers.NONE : Numbers.count(data.positives()),
                    data == null ? Numbers.NONE : Numbers.percent((double) data.positives() / data.rows()),
                    Numbers.score((data == null ? Score.UNDEFINED : data.localOnly()).auc()),
                    Numbers.score((data == null ? Score.UNDEFINED : data.localOnly()).ap()),
                    verdicts(name, Verdict.ADMITTED),
                    verdicts(name, Verdict.REJECTED),
                    verdicts(name, Verdict.MISSING)));
        }
        return table("Participants", PARTICIPANTS, rows);
    }

    private String verdicts(String name, Verdict verdict) {
        return Long.toString(result.rounds().stream()
                .filter(round -> round.verdictOn(name) == verdict)
                .count());
    }

    Markup rounds() {
        List<List<String>> rows = new ArrayList<>();
        for (Round round : result.rounds()) {
            rows.add(List.of(
                    Long.toString(round.round()),
                    round.outcome() instanceof Published published ? Long.toString(published.version()) : Numbers.NONE,
                    Integer.toString(round.admitted().size()),
                    Integer.toString(round.rejected().size()),
                    Numbers.score(round.quality().auc()),
                    Numbers.score(round.quality().ap()),
                    Numbers.seconds(round.seconds()),
                    Numbers.bytes(round.updateBytes()),
                    round.outcome() instanceof Published published
                            ? published.digest()
                            : "failed: " + ((Failed) round.outcome()).reason()));
        }
        return table("Rounds", ROUNDS, rows);
    }

    Markup rejections() {
        List<List<String>> rows = new ArrayList<>();
        for (Round round : result.rounds()) {
            for (Rejection rejection : round.rejected()) {
                rows.add(List.of(
                        Long.toString(round.round()), rejection.participant(), rejection.reason(), rejection.detail()));
            }
        }
        return table("Rejected updates", List.of("#Round", "Participant", "@Reason", "Detail"), rows);
    }

    Markup flags() {
        List<List<String>> rows = new ArrayList<>();
        for (Round round : result.rounds()) {
            for (Flag flag : round.flags()) {
                rows.add(List.of(Long.toString(round.round()), flag.participant(), flag.code(), flag.detail()));
            }
        }
        return table("Flags", List.of("#Round", "Participant", "@Flag", "Detail"), rows);
    }

    /** The three nearest updates of each. */
    Markup nearest(Similarity similarity) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < similarity.size(); i++) {
            rows.add(List.of(
                    similarity.participants().get(i),
                    Numbers.significant(similarity.gram().norm(i)),
                    Explanations.nearest(similarity.nearest(i, 3))));
        }
        return table("Nearest updates", List.of("Participant", "#Norm", "Nearest, with distance and cosine"), rows);
    }

    /** Distance and cosine of every two updates. */
    Markup similarity(Similarity similarity) {
        List<String> headings = new ArrayList<>(List.of("Distance (cosine)"));
        similarity.participants().forEach(name -> headings.add("#" + name));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < similarity.size(); i++) {
            List<String> row = new ArrayList<>(List.of(similarity.participants().get(i)));
            for (int j = 0; j < similarity.size(); j++) {
                row.add(Numbers.significant(similarity.distance(i, j), 3) + " ("
                        + Numbers.fixed(similarity.cosine(i, j), 2) + ")");
            }
            rows.add(row);
        }
        return table("Distances and cosines of the updates", headings, rows);
    }

    /** Norm of every update, with its verdict where it was not admitted: a row for each round, a column for each participant. */
    Markup norms() {
        List<String> headings = new ArrayList<>(List.of("#Round", "#Clipping bound"));
        result.names().forEach(name -> headings.add("#" + name));
        List<List<String>> rows = new ArrayList<>();
        for (Round round : result.rounds()) {
            List<String> row = new ArrayList<>();
            row.add(Long.toString(round.round()));
            double bound = round.clippingBound();
            row.add(Double.isFinite(bound) ? Numbers.significant(bound) : Numbers.NONE);
            for (String name : result.names()) {
                Double norm = round.norms().get(name);
                Verdict verdict = round.verdictOn(name);
                String reason = round.rejectionOf(name).map(Rejection::reason).orElse("");
                String words = VerdictMap.words(verdict, reason);
                String figure = norm == null ? "" : Numbers.significant(norm);
                row.add(norm != null && verdict == Verdict.ADMITTED ? figure : (figure + " " + words).trim());
            }
            rows.add(row);
        }
        return table("Norms of the updates", headings, rows);
    }

    Markup configuration() {
        List<List<String>> rows = new ArrayList<>();
        result.configuration().forEach((key, value) -> rows.add(List.of(key, value)));
        return table("Configuration", List.of("@Setting", "@Value"), rows);
    }

    /** Scrolls inside itself where it is too wide; a keyboard can reach it for that. */
    private static Markup table(String caption, List<String> headings, List<List<String>> rows) {
        Markup out = new Markup();
        out.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
        out.open("table")
                .leaf("caption", caption, "class", "unseen")
                .open("thead")
                .open("tr");
        for (String heading : headings) {
            boolean marked = heading.startsWith("#") || heading.startsWith("@");
            out.leaf("th", marked ? heading.substring(1) : heading, "scope", "col", "class", style(heading));
        }
        out.close("tr").close("thead").open("tbody").line();
        for (List<String> row : rows) {
            out.open("tr");
            for (int c = 0; c < row.size(); c++) {
                out.leaf("td", row.get(c), "class", style(headings.get(c)));
            }
            out.close("tr").line();
        }
        return out.close("tbody").close("table").close("div").line();
    }

    private static String style(String heading) {
        return switch (heading.charAt(0)) {
            case '#' -> "number";
            case '@' -> "mono";
            default -> "words";
        };
    }
}
