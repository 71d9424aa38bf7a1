package io.weir.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    private static final String LONG_NAME = "Erste Vereinigte Landes- und Handelsbank der nördlichen Provinzen AG";

    @Test
    void columnsOfNumbersEndUnderTheirHeading() {
        List<String> lines =
                render(DemoResults.attacked(12), Terminal.PLAIN).lines().toList();

        int auc = lines.get(0).indexOf(" AUC ") + 4;
        int seconds = lines.get(0).indexOf("Seconds") + 7;
        assertThat(lines.get(1)).startsWith("    1 ");
        assertThat(lines.get(13)).startsWith("   12 ");
        assertThat(lines.get(1).substring(0, auc)).endsWith("  0.8029");
        assertThat(lines.get(13).substring(0, auc)).containsPattern("  0\\.8[0-9]{3}$");
        assertThat(lines.get(7).substring(0, auc)).endsWith("  -");
        assertThat(lines.get(7).substring(0, seconds)).endsWith("  5.02");
        assertThat(lines.get(13).substring(0, seconds)).containsPattern("  0\\.[0-9]{2}$");
    }

    @Test
    void showsWhoWasRejectedAndWhyAndWhichRoundFailed() {
        List<String> lines =
                render(DemoResults.attacked(8), Terminal.PLAIN).lines().toList();

        assertThat(lines.get(4)).contains(" 4/5 ").contains("bank-c NOT_FINITE");
        assertThat(lines.get(7)).contains("failed").contains("round failed: QUORUM_NOT_REACHED");
        assertThat(lines.get(8)).contains("bank-c NORM_OUTLIER");
    }

    @Test
    void saysWhatTheRunMeans() {
        String text = render(DemoResults.attacked(10), Terminal.PLAIN);

        assertThat(text)
                .contains("Together the 5 banks reach AUC 0.868; alone they reach 0.841 on average; "
                        + "with all data in one place it would be 0.871.")
                .contains("version 9, " + DemoResults.digest(10))
                .contains("(recall 1.00)")
                .contains("(precision 1.00)")
                .contains("Report  /tmp/report.html");
    }

    @Test
    void saysWhatWasSpentOfThePrivacyBudgetRoundedUp() {
        assertThat(render(DemoResults.withPrivacy(3), Terminal.PLAIN))
                .contains("Privacy each bank has spent at most epsilon 3.12346 of 4 at delta 1.0E-5.");
        assertThat(render(DemoResults.calm(3, 2), Terminal.PLAIN)).doesNotContain("Privacy");
    }

    @Test
    void leavesTheGuardOutWhenNobodyAttacked() {
        assertThat(render(DemoResults.calm(3, 2), Terminal.PLAIN)).doesNotContain("Guard");
    }

    @Test
    void longNamesStayInsideANarrowTerminalAndLoseNothing() {
        DemoResult result = DemoResults.of(List.of("a", LONG_NAME, "東京銀行東京銀行東京銀行"), List.of(LONG_NAME), 3, -1);

        String text = render(result, new Terminal(false, false, 80));

        assertThat(text.lines()).allMatch(line -> Text.width(line) <= 80);
        assertThat(LONG_NAME.split(" ", -1)).allMatch(word -> text.contains(" " + word));
    }

    @Test
    void coloursOnlyWhereTheTerminalHasThem() {
        DemoResult result = DemoResults.attacked(3);

        String coloured = render(result, new Terminal(true, true, 120));

        assertThat(coloured).contains("\u001b[31mbank-c NORM_OUTLIER\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(render(result, Terminal.PLAIN));
    }

    @Test
    void namesCannotControlTheTerminal() {
        String hostile = "bank\u001b[2Jx\r\u202Ey";

        String text = render(DemoResults.of(List.of("a", hostile), List.of(hostile), 1, -1), Terminal.PLAIN);

        assertThat(text).doesNotContain("\u001b", "\r", "\u202E").contains("bank\uFFFD[2Jx\uFFFD\uFFFDy NORM_OUTLIER");
    }

    private static String render(DemoResult result, Terminal terminal) {
        return ResultTable.render(result, Optional.of("/tmp/report.html"), terminal);
    }
}
