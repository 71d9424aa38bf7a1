package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.federation.Connection;
import io.weir.client.LocalTrainer;
import io.weir.client.LocalUpdate;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.guard.Rules;
import io.weir.guard.VerdictRule;
import io.weir.publisher.PublishedModel;
import io.weir.schemas.model.ModelLayout;
import io.weir.wire.Admission;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import io.weir.wire.TensorRole;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that compare updates with one another, through a broker: each seed draws rule, attack and partitions. */
@ExtendWith(SharedCluster.class)
@Timeout(120)
class GuardIT {
    private static final int BANKS = 9;
    private static final int HOSTILE = 2;
    private static final int ROUNDS = 2;
    private static final List<String> RULES = List.of(
            "norm-mad,arc,nnm,trimmed-mean", "multi-krum", "geometric-median", "nnm,median", "dnc", "bulyan", "krum");

    private final Connection connection;

    @TempDir
    private Path directory;

    GuardIT(Connection connection) {
        this.connection = connection;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void thePublishedModelIsTheOneComputedInMemory(int seed) {
        Random random = new Random(seed);
        String rule = RULES.get(random.nextInt(RULES.size()));
        float attack = List.of(-1f, 0f, 20f).get(random.nextInt(3));
        published(seed, rule, usesF(rule) ? Map.of("f", "1") : Map.of(), attack, 1 + random.nextInt(4));
    }

    @Test
    void aReferenceIsComparedWithAndNotSummed() {
        published(4, "norm-mad, fltrust", Map.of(VerdictRule.REFERENCE, "bank-i"), -1, 3);
    }

    private void published(int seed, String rule, Map<String, String> parameters, float attack, int partitions) {
        List<Bank> banks = IntStream.range(0, BANKS)
                .mapToObj(i -> Bank.in(directory, "bank-" + (char) ('a' + i)))
                .toList();
        try (TestFederation federation = new TestFederation(
                connection, "guard-" + seed, banks.get(0).file(), banks, settings -> settings.setRule(rule)
                        .setRuleParameters(parameters)
                        .setQuorum(parameters.containsKey(VerdictRule.REFERENCE) ? BANKS - 1 : BANKS)
                        .setPartitions(partitions)
                        .setRounds(ROUNDS))) {
            federation.startAggregator(directory.resolve("aggregator"));
            federation.startPublisher();
            banks.forEach(bank ->
                    federation.start(bank, sending(seed, bank, attack, federation), UpdateInterceptor.NONE, Map.of()));
            federation.awaitVersion(ROUNDS);

            for (long round = 1; round <= ROUNDS; round++) {
                RoundOpened opened = federation.awaitSealed(round).getOpened();
                PublishedModel base = federation.model(round - 1);
                Map<String, float[]> updates = new TreeMap<>();
                for (Bank bank : banks) {
                    updates.put(bank.name(), update(seed, bank, round, attack, (int) opened.getParameterCount()));
                }
                Map<String, Integer> weights = new TreeMap<>();
                banks.forEach(bank -> weights.put(bank.name(), weight(bank)));

                InMemoryRound inMemory = new InMemoryRound(opened, base, updates, weights);

                assertThat(federation.model(round).parameters())
                        .as("%s on %d partitions, round %d", rule, partitions, round)
                        .containsExactly(inMemory.next());
                assertThat(federation.verdict(round).getAdmitted())
                        .extracting(Admission::getParticipant)
                        .containsExactlyElementsOf(inMemory.admitted())
                        .isNotEmpty()
                        .doesNotContain(parameters.getOrDefault(VerdictRule.REFERENCE, "nobody"));
            }
        }
    }

    private static boolean usesF(String rule) {
        try {
            Rules.named(rule, Map.of("f", "1"));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Statistics as they are; in a training round a vector that the test knows too. */
    private static LocalTrainer sending(int seed, Bank bank, float attack, TestFederation federation) {
        LocalTrainer honest = bank.trainer(federation.schema());
        return task -> {
            if (task.kind() == RoundTask.STATISTICS) {
                return honest.train(task);
            }
            int length = new ModelLayout(task.manifest()).count(TensorRole.TRAINABLE);
            return new LocalUpdate(
                    update(seed, bank, task.round(), attack, length), weight(bank), weight(bank), Map.of());
        };
    }

    private static int weight(Bank bank) {
        return 1 + bank.name().charAt(bank.name().length() - 1) % 7;
    }

    /** Honest banks differ a little; hostile ones turn, shrink or boost what they send. */
    private static float[] update(int seed, Bank bank, long round, float attack, int length) {
        Random shared = new Random(seed * 1000L + round);
        Random own = new Random(seed * 1000L + round * 31 + bank.name().hashCode());
        boolean hostile = bank.name().charAt(bank.name().length() - 1) - 'a' < HOSTILE;
        float[] update = new float[length];
        for (int i = 0; i < length; i++) {
            float value = (float) (0.01 * (shared.nextGaussian() + own.nextGaussian()));
            update[i] = hostile ? attack * value : value;
        }
        return update;
    }
}
