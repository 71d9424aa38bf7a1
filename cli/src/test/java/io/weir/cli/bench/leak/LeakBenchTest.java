package io.weir.cli.bench.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.CommandRun;
import io.weir.cli.LabelledCsv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeakBenchTest {
    private LeakResult result;

    @BeforeAll
    void measure() {
        result = new LeakBench(new LeakOptions(Optional.empty(), List.of(1, 8), 40, 3, 400, 1), text -> {}).run();
    }

    @ParameterizedTest
    @EnumSource(names = {"GRADIENT", "UPDATE", "CLIPPED", "SUM_OF_3"})
    void updatesOfSingleRowsGiveThemAway(View view) {
        LeakCell cell = cell(LeakBench.ANALYTIC, view, 1);

        assertThat(cell.recovered()).isGreaterThanOrEqualTo(0.95);
        assertThat(cell.floorRecovered()).isZero();
        assertThat(cell.psnr()).isGreaterThan(cell.floorPsnr() + 40);
    }

    @ParameterizedTest
    @EnumSource(names = {"GRADIENT", "UPDATE", "CLIPPED"})
    void soDoesOptimisation(View view) {
        assertThat(cell(LeakBench.MATCHING, view, 1).recovered()).isGreaterThanOrEqualTo(0.95);
        assertThat(cell(LeakBench.MATCHING, view, 1).floorRecovered()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"MASKED", "ENCRYPTED", "NOISE_LOW", "NOISE"})
    void protectedUpdatesGiveAwayNoMoreThanNoise(View view) {
        for (String attack : List.of(LeakBench.ANALYTIC, LeakBench.MATCHING)) {
            LeakCell cell = cell(attack, view, 1);
            assertThat(cell.recovered()).isZero();
            assertThat(cell.exact()).isZero();
            assertThat(cell.psnr()).isLessThan(cell.floorPsnr() + 6);
        }
    }

    @Test
    void moreRowsHideInOneAnotherAndClippingHidesNothing() {
        assertThat(cell(LeakBench.ANALYTIC, View.GRADIENT, 8).recovered()).isBetween(0.05, 0.6);
        assertThat(cell(LeakBench.ANALYTIC, View.CLIPPED, 8).recovered())
                .isEqualTo(cell(LeakBench.ANALYTIC, View.UPDATE, 8).recovered());
        assertThat(cell(LeakBench.ANALYTIC, View.SUM_OF_10, 1).recovered()).isLessThan(0.5);
        assertThat(cell(LeakBench.ANALYTIC, View.SUM_OF_10, 8).recovered()).isZero();
    }

    @Test
    void printsTheSameTwiceAsTablesAndAsJson() throws IOException {
        String words = "bench leak --batch 1,2 --trials 3 --matchings 1 --steps 5";

        CommandRun run = CommandRun.of(words.split(" "));
        CommandRun json = CommandRun.of((words + " --json").split(" "));

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(CommandRun.of(words.split(" ")).out()).isEqualTo(run.out());
        assertThat(run.out())
                .contains("perceptron 30-64-1")
                .contains("| what is seen | 1 | 2 | exact | PSNR, dB |\n")
                .containsPattern("\\| one gradient \\| 1\\.00 \\(0\\.00\\) \\| ");
        JsonNode cells = new ObjectMapper().readTree(json.out()).get("cells");
        assertThat(cells.get(0).get("recovered").asDouble()).isEqualTo(1);
        assertThat(cells.get(0).get("seen").asText()).isEqualTo("one gradient");
    }

    /** A made-up file with a number and two categories, all of which come back. */
    @Test
    void categoriesComeBackAsWhatTheyWere(@TempDir Path directory) throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        List<String> lines = new ArrayList<>(List.of("amount,kind,place,fraud"));
        for (int i = 0; i < 200; i++) {
            lines.add(random.nextDouble() * 100 + ",k" + random.nextInt(4) + ",p" + random.nextInt(6) + ","
                    + random.nextInt(2));
        }
        Path file = Files.write(directory.resolve("rows.csv"), lines);
        LeakOptions options =
                new LeakOptions(Optional.of(new LabelledCsv(file, "fraud", Set.of())), List.of(1), 20, 5, 400, 1);

        LeakResult ofFile = new LeakBench(options, text -> {}).run();

        assertThat(ofFile.width()).isEqualTo(11);
        assertThat(ofFile.cell(LeakBench.ANALYTIC, View.UPDATE, 1).orElseThrow().recovered())
                .isGreaterThanOrEqualTo(0.95);
        assertThat(ofFile.cell(LeakBench.MATCHING, View.GRADIENT, 1)
                        .orElseThrow()
                        .recovered())
                .isGreaterThanOrEqualTo(0.8);
        assertThat(ofFile.cell(LeakBench.ANALYTIC, View.ENCRYPTED, 1)
                        .orElseThrow()
                        .recovered())
                .isZero();
    }

    @Test
    void rowsOfCreditDefaultComeBackUnlessProtected() {
        Path file = Path.of("").toAbsolutePath();
        while (file != null && !Files.exists(file.resolve("shared/data"))) {
            file = file.getParent();
        }
        assumeTrue(file != null, "skipped: no shared/data beside the repository");
        LabelledCsv csv = new LabelledCsv(
                file.resolve("shared/data/uci-credit-default/UCI_Credit_Card.csv"),
                "default.payment.next.month",
                Set.of("ID"));

        LeakResult ofFile = new LeakBench(new LeakOptions(Optional.of(csv), List.of(1), 20, 0, 1, 1), text -> {}).run();

        for (View view : List.of(View.GRADIENT, View.UPDATE, View.CLIPPED)) {
            assertThat(ofFile.cell(LeakBench.ANALYTIC, view, 1).orElseThrow().recovered())
                    .isGreaterThanOrEqualTo(0.95);
        }
        for (View view : List.of(View.MASKED, View.ENCRYPTED, View.NOISE_LOW, View.NOISE)) {
            assertThat(ofFile.cell(LeakBench.ANALYTIC, view, 1).orElseThrow().recovered())
                    .isZero();
        }
    }

    private LeakCell cell(String attack, View view, int batch) {
        return result.cell(attack, view, batch).orElseThrow();
    }
}
