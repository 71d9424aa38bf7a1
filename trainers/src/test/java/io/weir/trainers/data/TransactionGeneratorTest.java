package io.weir.trainers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransactionGeneratorTest {
    private static final TransactionWorld SMALL = new TransactionWorld(150, 300, 50, 0, 2, 3);
    private static final int DAY = Transactions.DAY_SECONDS;

    @Test
    void theSeedDecidesEveryTransaction() {
        Transactions first = TransactionGenerator.generate(SMALL, 11);
        Transactions again = TransactionGenerator.generate(SMALL, 11);
        Transactions other = TransactionGenerator.generate(SMALL, 12);

        assertThat(TransactionFeatures.pooled(again).features())
                .isEqualTo(TransactionFeatures.pooled(first).features());
        assertThat(again.scenario()).isEqualTo(first.scenario());
        assertThat(other.timeSeconds()).isNotEqualTo(first.timeSeconds());
    }

    @Test
    void theProcessHasItsStatedMoments() {
        Transactions transactions = TransactionGenerator.generate(new TransactionWorld(2_000, 4_000, 30, 0, 0, 0), 1);

        double perCustomerAndDay = transactions.count() / (2_000.0 * 30);
        double meanAmount = Arrays.stream(transactions.amountCents()).average().orElseThrow() / 100;
        double meanTime = Arrays.stream(transactions.timeSeconds())
                .map(time -> time % DAY)
                .average()
                .orElseThrow();

        assertThat(perCustomerAndDay).isCloseTo(2 * 0.969, within(0.08));
        assertThat(meanAmount).isCloseTo(54, within(2.0));
        assertThat(meanTime).isCloseTo(43_200, within(300.0));
        assertThat(transactions.timeSeconds()).isSorted();
    }

    @Test
    void withoutCompromisesOnlyLargeAmountsAreFraud() {
        Transactions transactions = TransactionGenerator.generate(new TransactionWorld(2_000, 4_000, 30, 0, 0, 0), 1);

        assertThat(transactions.fraudRate()).isPositive();
        for (int i = 0; i < transactions.count(); i++) {
            assertThat(transactions.isFraud(i)).isEqualTo(transactions.amountCents()[i] > 22_000);
        }
    }

    @Test
    void aCompromisedTerminalDefraudsEveryTransactionForFourWeeks() {
        Transactions transactions = TransactionGenerator.generate(new TransactionWorld(300, 1, 40, 0, 1, 0), 3);

        for (int i = 0; i < transactions.count(); i++) {
            assertThat(transactions.scenario()[i]).isEqualTo((byte) 2);
        }
    }

    @Test
    void aCompromisedCustomerHasAThirdOfTransactionsMultiplied() {
        TransactionWorld safe = new TransactionWorld(1, 2_000, 14, 0, 0, 0);
        TransactionWorld compromised = new TransactionWorld(1, 2_000, 14, 0, 0, 1);
        long seed = 5;

        Transactions before = TransactionGenerator.generate(safe, seed);
        Transactions after = TransactionGenerator.generate(compromised, seed);

        assertThat(after.timeSeconds()).isEqualTo(before.timeSeconds()).hasSizeGreaterThan(9);
        int touched = 0;
        for (int i = 0; i < after.count(); i++) {
            long factor = after.amountCents()[i] / before.amountCents()[i];
            assertThat(after.scenario()[i] == 3).isEqualTo(factor > 1);
            touched += factor > 1 ? 1 : 0;
        }
        assertThat(touched).isGreaterThanOrEqualTo((int) Math.rint(after.count() / 3.0));
    }

    @Test
    void windowsEqualTheirDefinition() {
        Transactions transactions = TransactionGenerator.generate(SMALL, 7);

        float[] features = TransactionFeatures.pooled(transactions).features();

        List<Feature> names = TransactionFeatures.SCHEMA.features();
        for (int row = 0; row < transactions.count(); row += 37) {
            for (int w = 0; w < 3; w++) {
                int window = new int[] {1, 7, 30}[w] * DAY;
                int now = transactions.timeSeconds()[row];
                int customerCount = 0;
                double amount = 0;
                int terminalCount = 0;
                double frauds = 0;
                for (int i = 0; i < transactions.count(); i++) {
                    int age = now - transactions.timeSeconds()[i];
                    boolean earlier = age > 0 || (age == 0 && i <= row);
                    if (transactions.customer()[i] == transactions.customer()[row] && earlier && age < window) {
                        customerCount++;
                        amount += transactions.amountCents()[i] / 100.0;
                    }
                    int delayed = age - 7 * DAY;
                    if (transactions.terminal()[i] == transactions.terminal()[row]
                            && delayed >= 0
                            && delayed < window) {
                        terminalCount++;
                        frauds += transactions.isFraud(i) ? 1 : 0;
                    }
                }
                int at = row * names.size() + 3 + 2 * w;
                assertThat(features[at]).isEqualTo(customerCount);
                assertThat(features[at + 1]).isCloseTo((float) (amount / customerCount), within(1e-3f));
                assertThat(features[at + 6]).isEqualTo(terminalCount);
                assertThat(features[at + 7])
                        .isCloseTo(terminalCount == 0 ? 0 : (float) (frauds / terminalCount), within(1e-6f));
            }
        }
    }

    @Test
    void theFirstDayIsASundayAndNightEndsAtSeven() {
        Transactions transactions = TransactionGenerator.generate(SMALL, 7);

        Dataset data = TransactionFeatures.pooled(transactions);

        for (int row = 0; row < data.rows(); row++) {
            int weekday = transactions.day(row) % 7;
            int hour = transactions.timeSeconds()[row] % DAY / 3_600;
            assertThat(data.features()[row * 15 + 1]).isEqualTo(weekday == 0 || weekday == 6 ? 1 : 0);
            assertThat(data.features()[row * 15 + 2]).isEqualTo(hour < 7 ? 1 : 0);
        }
    }

    @Test
    void banksShareTheRowsButSeeOnlyTheirOwnAtATerminal() {
        Transactions transactions = TransactionGenerator.generate(SMALL, 7);
        Dataset pooled = TransactionFeatures.pooled(transactions);

        List<Dataset> banks = TransactionFeatures.perBank(transactions, 4);

        assertThat(banks).hasSize(4).allSatisfy(bank -> assertThat(bank.rows()).isPositive());
        Dataset union = Dataset.union(banks);
        assertThat(union.rows()).isEqualTo(pooled.rows());
        assertThat(union.positives()).isEqualTo(pooled.positives());
        assertThat(columnSum(union, 3)).isEqualTo(columnSum(pooled, 3));
        assertThat(columnSum(union, 13)).isLessThan(columnSum(pooled, 13));
    }

    @Test
    void oneBankSeesEverything() {
        Transactions transactions = TransactionGenerator.generate(SMALL, 7);

        List<Dataset> banks = TransactionFeatures.perBank(transactions, 1);

        assertThat(banks.get(0).features())
                .isEqualTo(TransactionFeatures.pooled(transactions).features());
    }

    @Test
    void moreBanksThanCustomersLeaveSomeEmpty() {
        Transactions transactions = TransactionGenerator.generate(new TransactionWorld(3, 300, 5, 0, 0, 0), 1);

        assertThat(TransactionFeatures.perBank(transactions, 50)).anyMatch(bank -> bank.rows() == 0);
    }

    @Test
    void warmUpDaysFeedWindowsButGiveNoRows() {
        TransactionWorld warm = new TransactionWorld(150, 300, 50, 30, 2, 3);
        Dataset all = TransactionFeatures.pooled(TransactionGenerator.generate(SMALL, 7));

        Dataset late = TransactionFeatures.pooled(TransactionGenerator.generate(warm, 7));

        int skipped = all.features().length - late.features().length;
        assertThat(late.rows()).isBetween(1, all.rows() - 1);
        assertThat(late.features()).isEqualTo(Arrays.copyOfRange(all.features(), skipped, all.features().length));
    }

    private static double columnSum(Dataset data, int column) {
        double sum = 0;
        for (int row = 0; row < data.rows(); row++) {
            sum += data.features()[row * 15 + column];
        }
        return sum;
    }

    @Test
    void sizesOutsideTheirRangeAreNamed() {
        assertThatThrownBy(() -> new TransactionWorld(0, 1, 1, 0, 0, 0)).hasMessageContaining("customers is 0");
        assertThatThrownBy(() -> new TransactionWorld(1, 1, 5, 5, 0, 0)).hasMessageContaining("warm-up days is 5");
        assertThatThrownBy(() -> new TransactionWorld(1, 1, 5, 0, 2, 0))
                .hasMessageContaining("compromised terminals per day is 2");
        assertThatThrownBy(() -> new TransactionWorld(1_000_000, 1, 365, 0, 0, 0))
                .hasMessageContaining("transactions");
    }
}
