package io.weir.trainers;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.FederatedStatistics;
import io.weir.trainers.data.Metrics;
import io.weir.trainers.data.Preprocessor;
import io.weir.trainers.data.TransactionFeatures;
import io.weir.trainers.data.TransactionGenerator;
import io.weir.trainers.data.TransactionWorld;
import io.weir.trainers.data.Transactions;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The generated world reproduces the Fraud Detection Handbook's figures on its protocol: train on 25 to 31 July, leave
 * out a week while labels are delayed, test on 8 to 14 August without customers already known to be compromised.
 */
class PublishedProtocolTest {
    private static final int TRAIN_FROM_DAY = 115;
    private static final int TRAIN_TO_DAY = 121;
    private static final int TEST_FROM_DAY = 129;
    private static final int TEST_TO_DAY = 135;

    @Test
    void fraudRateAndPooledLogisticRegressionAreAsPublished() {
        Transactions transactions = TransactionGenerator.generate(TransactionWorld.HANDBOOK, 1);
        Dataset all = TransactionFeatures.pooled(transactions);
        Dataset train = all.select(IntStream.range(0, transactions.count())
                .filter(i -> transactions.day(i) >= TRAIN_FROM_DAY && transactions.day(i) <= TRAIN_TO_DAY)
                .toArray());
        Dataset test = all.select(testRows(transactions));
        Preprocessor preprocessor = new Preprocessor(FederatedStatistics.of(train));
        TabularModel model = ModelSpec.parse("logreg").forInputs(15);

        float[] parameters = new LocalTraining(model)
                .train(
                        new float[model.parameterCount()],
                        preprocessor.transform(train),
                        train.labels(),
                        TrainingConfig.of(20, 256, 0.01, Optimizer.ADAM))
                .parameters();

        float[] scores = model.predictProbabilities(parameters, preprocessor.transform(test), test.rows(), 15);
        assertThat(transactions.count()).isBetween(1_700_000, 1_820_000);
        assertThat(transactions.fraudRate()).isBetween(0.0080, 0.0088);
        assertThat(Metrics.rocAuc(scores, test.labels()).orElseThrow()).isBetween(0.85, 0.89);
        assertThat(Metrics.averagePrecision(scores, test.labels()).orElseThrow())
                .isBetween(0.55, 0.65);
    }

    private static int[] testRows(Transactions transactions) {
        int[] firstKnownDay = new int[transactions.world().customers()];
        Arrays.fill(firstKnownDay, Integer.MAX_VALUE);
        for (int i = transactions.count() - 1; i >= 0; i--) {
            if (transactions.isFraud(i) && transactions.day(i) >= TRAIN_FROM_DAY) {
                firstKnownDay[transactions.customer()[i]] =
                        transactions.day(i) + TransactionFeatures.LABEL_DELAY_DAYS + 1;
            }
        }
        return IntStream.range(0, transactions.count())
                .filter(i -> transactions.day(i) >= TEST_FROM_DAY
                        && transactions.day(i) <= TEST_TO_DAY
                        && transactions.day(i) < firstKnownDay[transactions.customer()[i]])
                .toArray();
    }
}
