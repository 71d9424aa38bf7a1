package io.weir.cli.report;

import io.weir.cli.report.DemoResult.Failed;
import io.weir.cli.report.DemoResult.Round;
import io.weir.cli.report.DemoResult.Score;
import io.weir.cli.report.DemoResult.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * A run as one HTML file that needs nothing else: no network, no script, no fonts. The same result gives the same bytes.
 */
public final class HtmlReport {
    /** Should escaping ever fail, a browser still runs and fetches nothing. */
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

    private final DemoResult result;
    private final ReportTables tables;
    private final Markup out = new Markup();

    private HtmlReport(DemoResult result) {
        this.result = result;
        this.tables = new ReportTables(result);
    }

    /** The report's whole text. */
    public static String render(DemoResult result) {
        return new HtmlReport(result).page();
    }

    /**
     * Writes the report, and the directories above it where they are missing.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(DemoResult result, Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(file, render(result));
    }

    private String page() {
        out.trusted("<!DOCTYPE html>\n")
                .open("html", "lang", "en")
                .line()
                .open("head")
                .line();
        out.empty("meta", "charset", "utf-8").line();
        out.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY)
                .line();
        out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        out.empty("meta", "name", "color-scheme", "content", "light dark").line();
        out.leaf("title", "Weir: " + result.federation()).line();
        out.open("style").trusted(css()).close("style").line().close("head").line();
        out.open("body").open("main").line();
        header();
        quality();
        verdicts();
        norms();
        similarity();
        cost();
        section("Participants", "Rows and positives are each bank's own; only counts left it.", tables.participants());
        section("Rounds", "Each round's digest covers every parameter of the version it made.", tables.rounds());
        rejections();
        flags();
        reproduction();
        return out.close("main").close("body").line().close("html").line().toString();
    }

    private void header() {
        out.open("header");
        out.leaf("p", "Weir · federation " + result.federation(), "class", "over");
        out.leaf("h1", Summary.sentence(result));
        String gain = Summary.gain(result);
        out.leaf("p", (gain.isEmpty() ? "" : gain + " ") + Summary.aucInWords(), "class", "lead");
        out.open("dl", "class", "tiles");
        score("Federated", "federated", result.quality().federated());
        score("Local-only, mean", "local", result.quality().localOnly());
        score("Pooled", "pooled", result.quality().pooled());
        long failed = Summary.failedRounds(result);
        long published = result.rounds().size() - failed;
        tile(
                "Rounds",
                "",
                published + "/" + result.rounds().size(),
                "published in " + Numbers.seconds(result.seconds()) + " s");
        long rejected = result.rounds().stream()
                .mapToLong(round -> round.rejected().size())
                .sum();
        tile("Updates refused", "", Numbers.count(rejected), guard());
        long bytes = result.rounds().stream().mapToLong(Round::updateBytes).sum();
        tile("Updates sent", "", Numbers.bytes(bytes), "in all rounds");
        result.privacy()
                .ifPresent(privacy -> tile(
                        "Privacy spent",
                        "",
                        "ε " + Numbers.roundedUp(privacy.spentMax()),
                        "of " + Numbers.significant(privacy.epsilon()) + " at δ " + privacy.delta()));
        out.close("dl");
        out.open("p", "class", "model").text("Model version " + result.model().version() + " ");
        out.leaf("code", result.model().digest()).close("p").close("header").line();
    }

    private String guard() {
        return result.guard().attackers().isEmpty()
                ? "nobody was made to attack"
                : "precision " + Numbers.fixed(result.guard().precision(), 2) + ", recall "
                        + Numbers.fixed(result.guard().recall(), 2);
    }

    private void score(String label, String style, Score score) {
        tile(label, style, Numbers.fixed(score.auc(), 3), "AUC, with AP " + Numbers.fixed(score.ap(), 3));
    }

    private void tile(String label, String style, String value, String note) {
        out.open("div", "class", "tile " + style).leaf("dt", label);
        out.leaf("dd", value, "class", "value")
                .leaf("dd", note, "class", "note")
                .close("div");
    }

    private void quality() {
        begin(
                "Quality by round",
                "Measured on the rows that every bank held back, after each round. Local-only is the mean of models "
                        + "trained on one bank's rows; pooled is the same model trained on all rows in one place.");
        Legend legend = new Legend();
        legend.line("federated", "federated");
        legend.line("local", "local-only, mean");
        legend.line("pooled", "pooled");
        failedKey(legend);
        out.add(legend.finish()).open("div", "class", "pair");
        QualityPlot auc = new QualityPlot(result, "AUC", Score::auc);
        QualityPlot ap = new QualityPlot(result, "Average precision (AP)", Score::ap);
        figure("auc", Plot.HALF, auc::draw);
        figure("ap", Plot.HALF, ap::draw);
        out.close("div").close("section").line();
    }

    private void verdicts() {
        begin("Verdicts", "What became of each participant's update in each round.");
        VerdictMap map = new VerdictMap(result);
        Legend legend = new Legend();
        legend.cell(Verdict.ADMITTED, "", "admitted");
        for (Map.Entry<String, String> code : map.codes().entrySet()) {
            legend.cell(Verdict.REJECTED, code.getValue(), "rejected, " + code.getKey());
        }
        if (shown(Verdict.MISSING)) {
            legend.cell(Verdict.MISSING, "", "no update arrived");
        }
        if (shown(Verdict.VOID)) {
            legend.cell(Verdict.VOID, "", "arrived, but the round failed");
        }
        out.add(legend.finish());
        figure("verdicts", Plot.FULL, map::draw);
        out.close("section").line();
    }

    private void norms() {
        begin(
                "Norms of the updates",
                "The length of each update as the aggregator measured it, on a logarithmic scale.");
        Legend legend = new Legend();
        List<String> names = result.names();
        if (names.size() <= NormPlot.COLOURS) {
            for (int p = 0; p < names.size(); p++) {
                legend.dot(NormPlot.colour(p, names.size()), names.get(p));
            }
        } else {
            legend.dot(NormPlot.colour(0, names.size()), "an update");
        }
        if (shown(Verdict.REJECTED)) {
            legend.cross("rejected");
        }
        if (result.rounds().stream().anyMatch(round -> Double.isFinite(round.clippingBound()))) {
            legend.line("bound", "clipping bound");
        }
        failedKey(legend);
        out.add(legend.finish());
        figure("norms", Plot.FULL, new NormPlot(result)::draw);
        out.open("details")
                .leaf("summary", "Norms as a table, with the verdict where an update was not admitted")
                .add(tables.norms());
        out.close("details").close("section").line();
    }

    /** Of the last round whose rule compared its updates. */
    private void similarity() {
        Optional<Round> compared = result.rounds().stream()
                .filter(round -> round.similarity().isPresent())
                .reduce((earlier, later) -> later);
        if (compared.isEmpty()) {
            begin(
                    "How alike the updates are",
                    "Not drawn: the rule compares no updates with one another, so their inner products were not measured."
                            + " Rules that do are krum, or arc,nnm,trimmed-mean, for example.");
            out.close("section").line();
            return;
        }
        Round round = compared.get();
        Similarity similarity = round.similarity().orElseThrow();
        if (similarity.size() > Similarity.SHOWN_MAX) {
            begin(
                    "How alike the updates are",
                    "Not drawn: " + similarity.size() + " updates are more than the " + Similarity.SHOWN_MAX
                            + " that can be read.");
            out.close("section").line();
            return;
        }
        Set<String> refused =
                round.rejected().stream().map(DemoResult.Rejection::participant).collect(Collectors.toSet());
        begin(
                "How alike the updates of round " + round.round() + " are",
                "The cosine of every two updates of the last round, as the rule was given them. Honest banks of similar"
                        + " data agree with one another; colluders agree with each other more than with the rest."
                        + (similarity.participants().stream().anyMatch(refused::contains)
                                ? " Names of rejected updates are bold and red."
                                : ""));
        Legend legend = new Legend();
        legend.band("alike", "same direction, cosine 1");
        legend.band("unlike", "unrelated, cosine 0");
        legend.band("against", "opposite, cosine −1");
        out.add(legend.finish());
        out.open("figure", "id", "similarity")
                .open("div", "class", "scroll")
                .add(new SimilarityMap(similarity, round.round(), refused).draw("similarity-m"))
                .close("div")
                .close("figure")
                .line();
        out.open("details")
                .leaf("summary", "Nearest updates, and all distances and cosines as a table")
                .add(tables.nearest(similarity))
                .add(tables.similarity(similarity));
        out.close("details").close("section").line();
    }

    private void flags() {
        if (result.rounds().stream().anyMatch(round -> !round.flags().isEmpty())) {
            section("Flags", "What was noted of updates. A flag refuses nobody by itself.", tables.flags());
        }
    }

    private void cost() {
        out.open("div", "class", "pair").line();
        begin("Bytes", "Size of all updates on each round's topic.");
        figure("bytes", Plot.HALF, BarPlot.bytes(result.rounds())::draw);
        out.close("section").line();
        begin("Time", "From opening to visible version, training included.");
        figure("seconds", Plot.HALF, BarPlot.seconds(result.rounds())::draw);
        out.close("section").close("div").line();
    }

    private void rejections() {
        boolean any =
                result.rounds().stream().anyMatch(round -> !round.rejected().isEmpty());
        String guard = Summary.guard(result.guard());
        if (any) {
            section(
                    "Rejected updates",
                    guard.isEmpty() ? "Refused updates do not enter the sum." : guard,
                    tables.rejections());
        } else {
            section("Rejected updates", guard.isEmpty() ? "None." : guard, new Markup());
        }
    }

    private void reproduction() {
        begin("How to reproduce", "The same command on the same data ends with the same digests.");
        out.leaf("pre", ShellWords.join(result.command()), "tabindex", "0");
        out.add(tables.configuration()).close("section").line();
    }

    private boolean shown(Verdict verdict) {
        return result.rounds().stream()
                .anyMatch(round -> result.names().stream().anyMatch(name -> round.verdictOn(name) == verdict));
    }

    private void failedKey(Legend legend) {
        if (result.rounds().stream().anyMatch(round -> round.outcome() instanceof Failed)) {
            legend.band("failed-round", "failed round");
        }
    }

    private void section(String heading, String explanation, Markup content) {
        begin(heading, explanation);
        out.add(content).close("section").line();
    }

    private void begin(String heading, String explanation) {
        out.open("section").leaf("h2", heading).leaf("p", explanation).line();
    }

    /** Two drawings, of which the style sheet shows the one that fits: text in a drawing must not shrink with it. */
    private void figure(String id, int width, BiFunction<String, Integer, Markup> draw) {
        out.open("figure", "id", id);
        out.open("div", "class", "wide scroll")
                .add(draw.apply(id + "-w", width))
                .close("div");
        out.open("div", "class", "narrow scroll")
                .add(draw.apply(id + "-n", Plot.NARROW))
                .close("div");
        out.close("figure").line();
    }

    private static String css() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is missing from the class path beside HtmlReport");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("report.css cannot be read", e);
        }
    }
}
