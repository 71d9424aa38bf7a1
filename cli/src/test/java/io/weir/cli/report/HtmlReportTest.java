package io.weir.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.report.DemoResult.Failed;
import io.weir.cli.report.DemoResult.Guard;
import io.weir.cli.report.DemoResult.Model;
import io.weir.cli.report.DemoResult.Published;
import io.weir.cli.report.DemoResult.Quality;
import io.weir.cli.report.DemoResult.Rejection;
import io.weir.cli.report.DemoResult.Round;
import io.weir.cli.report.DemoResult.Score;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {
    @Test
    void sameResultGivesTheSameBytes() {
        assertThat(HtmlReport.render(DemoResults.attacked(10))).isEqualTo(HtmlReport.render(DemoResults.attacked(10)));
    }

    @Test
    void needsNothingFromElsewhere() throws Exception {
        String html = HtmlReport.render(DemoResults.attacked(10));

        List<Element> elements = elements(parse(html), "*");
        assertThat(elements)
                .extracting(Element::getTagName)
                .doesNotContain("script", "link", "img", "iframe", "object", "image", "use", "base");
        assertThat(elements).noneMatch(element -> element.hasAttribute("src") || element.hasAttribute("href"));
        assertThat(html).doesNotContain("url(", "@import", "@font-face");
        assertThat(elements(parse(html), "meta"))
                .extracting(meta -> meta.getAttribute("content"))
                .contains("default-src 'none'; style-src 'unsafe-inline'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auc-w",
                "auc-n",
                "ap-w",
                "norms-w",
                "norms-n",
                "verdicts-w",
                "verdicts-n",
                "bytes-w",
                "seconds-n"
            })
    void everyPlotShowsEveryRoundThatItHasAFigureFor(String plot) throws Exception {
        Document report = parse(HtmlReport.render(DemoResults.attacked(10)));

        Set<String> expected = new HashSet<>(Set.of("1", "2", "3", "4", "5", "6", "8", "9", "10"));
        if (!plot.startsWith("a")) {
            expected.add("7");
        }
        assertThat(values(svg(report, plot), "data-round")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"norms-w", "norms-n", "verdicts-w", "verdicts-n"})
    void plotsByParticipantShowEveryParticipant(String plot) throws Exception {
        Document report = parse(HtmlReport.render(DemoResults.attacked(10)));

        assertThat(values(svg(report, plot), "data-participant"))
                .containsExactlyInAnyOrder("bank-a", "bank-b", "bank-c", "bank-d", "bank-e");
    }

    @Test
    void everyDrawnFigureHasATitleAndADescription() throws Exception {
        Document report = parse(HtmlReport.render(DemoResults.attacked(10)));

        List<Element> drawings = elements(report, "svg").stream()
                .filter(svg -> !svg.hasAttribute("aria-hidden"))
                .toList();
        Set<String> ids = new HashSet<>();
        elements(report, "*").stream()
                .filter(element -> element.hasAttribute("id"))
                .forEach(element ->
                        assertThat(ids.add(element.getAttribute("id"))).isTrue());
        assertThat(drawings).hasSize(12).allSatisfy(svg -> assertThat(ids)
                .contains(svg.getAttribute("aria-labelledby").split(" ")));
    }

    @Test
    void marksRejectionsMissingUpdatesAndFailedRounds() throws Exception {
        Document report = parse(HtmlReport.render(DemoResults.attacked(10)));

        assertThat(svg(report, "verdicts-w").getTextContent())
                .contains("bank-c, round 4: rejected, NOT_FINITE")
                .contains("bank-e, round 5: no update arrived")
                .contains("bank-a, round 7: arrived, but the round failed");
        assertThat(svg(report, "norms-w").getTextContent()).contains("bank-c, round 4: norm NaN, rejected: NOT_FINITE");
        assertThat(svg(report, "auc-w").getTextContent()).contains("Round 7 failed: QUORUM_NOT_REACHED");
    }

    @Test
    void alikeUpdatesAreDrawnWithCosinesDistancesAndWhoWasRejected() throws Exception {
        Document report = parse(HtmlReport.render(DemoResults.compared(5)));

        Element map = svg(report, "similarity-m");
        assertThat(list(map.getElementsByTagName("g"))).hasSize(25);
        assertThat(map.getTextContent())
                .contains("bank-1 and bank-2: cosine 0.600, distance 0.894")
                .contains("bank-1 and bank-5: cosine -0.600, distance 1.789")
                .contains("0.60", "-0.60");
        assertThat(list(map.getElementsByTagName("text")))
                .filteredOn(text -> text.getAttribute("class").contains("refused"))
                .allSatisfy(text -> assertThat(text.getTextContent()).contains("bank-5"))
                .hasSize(2);
        assertThat(report.getDocumentElement().getTextContent())
                .contains("How alike the updates of round 2 are")
                .contains("bank-2 at 0.89 (cos 0.60)")
                .contains("0.89 (0.60)");
    }

    @Test
    void fortyUpdatesAreDrawnAndFortyOneAreNot() throws Exception {
        Document forty = parse(HtmlReport.render(DemoResults.compared(40)));
        Document more = parse(HtmlReport.render(DemoResults.compared(41)));

        assertThat(list(svg(forty, "similarity-m").getElementsByTagName("g"))).hasSize(1600);
        assertThat(elements(more, "svg"))
                .noneMatch(svg -> svg.getAttribute("aria-labelledby").startsWith("similarity"));
        assertThat(more.getDocumentElement().getTextContent()).contains("Not drawn: 41 updates are more than the 40");
    }

    @Test
    void aRuleThatComparesNothingLeavesASentenceInsteadOfAMap() throws Exception {
        Document report = parse(HtmlReport.render(DemoResults.attacked(3)));

        assertThat(report.getDocumentElement().getTextContent()).contains("Not drawn: the rule compares no updates");
    }

    @Test
    void flagsAreListedWithTheirRoundAndDetail() throws Exception {
        String flagged = parse(HtmlReport.render(DemoResults.compared(3)))
                .getDocumentElement()
                .getTextContent();
        String calm = parse(HtmlReport.render(DemoResults.calm(3, 2)))
                .getDocumentElement()
                .getTextContent();

        assertThat(flagged).contains("REPLAY", "the same values as the update of 'bank-1' in round 1");
        assertThat(calm).doesNotContain("A flag refuses nobody");
    }

    @Test
    void tablesHoldDigestsDetailsAndCommand() throws Exception {
        DemoResult result = DemoResults.attacked(10);

        String text = parse(HtmlReport.render(result)).getDocumentElement().getTextContent();

        assertThat(text).contains(DemoResults.digest(1), DemoResults.digest(10), "parameter 17 is NaN", "quorum");
        assertThat(text).contains("./weir demo --banks 5 --seed 1", "41,230", Summary.sentence(result));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\uFFFE", "\uD800", "\u202Eevil", "]]>", "<!--", "&#0;", "\u001b[2J"})
    void charactersThatBelongInNoTextAreReplaced(String text) throws Exception {
        Document report = parse(HtmlReport.render(hostile("a" + text + "b")));

        assertThat(report.getDocumentElement().getTextContent())
                .contains("xa" + Text.clean(text) + "b")
                .doesNotContain("\u202E", "\u001b");
    }

    @Test
    void markupInNamesAndDetailsIsShownAsText() throws Exception {
        String attack = "</title></style></script><script>alert(1)</script><img src=x onerror='alert(2)'>\"&amp;";
        DemoResult result = hostile(attack);

        String html = HtmlReport.render(result);

        assertThat(html).doesNotContain("<script", "<img");
        assertThat(elements(parse(html), "*")).noneMatch(element -> element.hasAttribute("onerror"));
        assertThat(parse(html).getDocumentElement().getTextContent()).contains(attack);
    }

    @Property(tries = 150)
    void anyTextLeavesTheReportWellFormedAndWithTheSameElements(@ForAll String text) throws Exception {
        List<Element> elements = elements(parse(HtmlReport.render(hostile(text))), "*");

        assertThat(elements).hasSameSizeAs(elements(parse(HtmlReport.render(hostile("harmless"))), "*"));
    }

    @Test
    void aRunWithoutAnyRoundStillHasAReport() throws Exception {
        DemoResult empty = new DemoResult(
                "f",
                List.of(),
                new Quality(Score.UNDEFINED, Score.UNDEFINED, Score.UNDEFINED),
                new Model(0, "sha256:0"),
                Guard.measure(List.of(), List.of()),
                Double.NaN,
                List.of(),
                Map.of(),
                List.of());

        assertThat(parse(HtmlReport.render(empty)).getDocumentElement().getTextContent())
                .contains("not measured")
                .doesNotContain("NaN");
    }

    @Test
    void writesTheFileAndItsDirectory(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("deep/er/report.html");

        HtmlReport.write(DemoResults.calm(2, 2), file);

        assertThat(Files.readString(file)).isEqualTo(HtmlReport.render(DemoResults.calm(2, 2)));
    }

    private static DemoResult hostile(String text) {
        Score score = new Score(0.8, 0.5);
        Round good = new Round(
                1,
                new Published(1, text),
                List.of("honest"),
                List.of(new Rejection("x" + text, "R" + text, "d" + text)),
                1,
                10,
                score,
                Map.of("x" + text, 5.0, "honest", 1.0),
                2);
        Round bad = new Round(2, new Failed(text), List.of(), List.of(), 1, 0, Score.UNDEFINED, Map.of(), Double.NaN);
        return new DemoResult(
                text,
                List.of(good, bad),
                new Quality(score, score, score),
                new Model(1, text),
                new Guard(1, 1, List.of("x" + text)),
                1,
                List.of(),
                Map.of(text, text),
                List.of("./weir", text));
    }

    private static Document parse(String html) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    private static Element svg(Document report, String id) {
        return elements(report, "svg").stream()
                .filter(svg -> svg.getAttribute("aria-labelledby").startsWith(id + "-t "))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> values(Element parent, String attribute) {
        Set<String> values = new TreeSet<>();
        for (Element element : list(parent.getElementsByTagName("*"))) {
            if (element.hasAttribute(attribute)) {
                values.add(element.getAttribute(attribute));
            }
        }
        return values;
    }

    private static List<Element> elements(Document document, String tag) {
        return list(document.getElementsByTagName(tag));
    }

    private static List<Element> list(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
