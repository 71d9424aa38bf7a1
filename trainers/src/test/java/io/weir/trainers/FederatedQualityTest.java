package io.weir.trainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.trainers.InMemoryFederation.Quality;
import io.weir.trainers.data.CsvTable;
import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.FeatureSchema;
import io.weir.trainers.data.SharedData;
import io.weir.trainers.data.Splits;
import io.weir.trainers.data.TransactionFeatures;
import io.weir.trainers.data.TransactionGenerator;
import io.weir.trainers.data.TransactionWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The default settings keep federated quality near pooled and above local-only. {@code -Dweir.test.seeds=5} repeats each
 * comparison; the figures are appended to {@code target/federated-quality.txt}.
 */
class FederatedQualityTest {
    private static final Path FIGURES = Path.of("target", "federated-quality.txt");
    private static final int BANKS = 5;
    private static final int SEEDS = Integer.getInteger("weir.test.seeds", 1);

    @ParameterizedTest
    @ValueSource(strings = {"logreg", "mlp"})
    void creditDefaultDataDividedBySkewedLabels(String model) throws IOException {
        CsvTable table = CsvTable.load(SharedData.file("uci-credit-default/UCI_Credit_Card.csv"));
        FeatureSchema schema = FeatureSchema.infer(table, "default.payment.next.month", Set.of("ID"));
        Dataset data = Dataset.of(table, schema);

        for (long seed = 1; seed <= SEEDS; seed++) {
            compare("uci", Splits.dirichlet(data, 0.5, BANKS, seed), model, 20, seed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"logreg", "mlp"})
    void generatedTransactionsDividedByRegion(String model) throws IOException {
        for (long seed = 1; seed <= SEEDS; seed++) {
            List<Dataset> banks =
                    TransactionFeatures.perBank(TransactionGenerator.generate(TransactionWorld.DEMO, seed), BANKS);
            compare("generated", banks, model, 10, seed);
        }
    }

    private static void compare(String name, List<Dataset> banks, String model, int rounds, long seed)
            throws IOException {
        InMemoryFederation federation = new InMemoryFederation(banks, ModelSpec.parse(model), seed);
        long started = System.nanoTime();

        Quality federated = federation.federated(rounds);

        double secondsPerRound = (System.nanoTime() - started) / 1e9 / rounds;
        Quality pooled = federation.pooled(rounds);
        double local = federation.localOnlyAuc(rounds);
        String figures = String.format(
                "%s %s seed %d: AUC local %.4f, federated %.4f, pooled %.4f; AP federated %.4f, pooled %.4f;"
                        + " %.3f s a round; norms min/median/max%s, largest ratio to median %.1f",
                name,
                model,
                seed,
                local,
                federated.auc(),
                pooled.auc(),
                federated.averagePrecision(),
                pooled.averagePrecision(),
                secondsPerRound,
                federated.norms(),
                federated.largestNormRatio());
        Files.writeString(FIGURES, figures + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        assertThat(federated.auc()).as(figures).isCloseTo(pooled.auc(), within(0.01));
        assertThat(federated.auc()).as(figures).isGreaterThan(local);
        assertThat(federated.largestNormRatio()).as(figures).isLessThan(10);
    }
}
