package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.cluster.EmbeddedCluster;
import io.weir.it.FaultScenario.Judging;
import io.weir.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills and cuts off broker, aggregators, publisher and banks at moments that a seed decides. The runs share one broker,
 * also over its deaths, and nothing else.
 */
@ExtendWith(SharedCluster.class)
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {
    /** Runs one seed, or begins with it. */
    private static final String SEED = "weir.faults.seed";
    /** How many seeds to run, in a row. */
    private static final String RUNS = "weir.faults.runs";

    private static final int RUNS_DEFAULT = 20;

    /** What the processes print stays here for who looks into a failure. */
    private static final Path DIRECTORY =
            Path.of("target", "faults", String.valueOf(ProcessHandle.current().pid()));

    @TempDir
    private static Path archives;

    private final String registryUrl;
    private BrokerProcess broker;
    private List<Bank> banks;
    private final Map<Judging, String> undisturbed = new EnumMap<>(Judging.class);

    FaultsIT(EmbeddedCluster registryOwner) {
        this.registryUrl = registryOwner.registryUrl();
    }

    static Stream<FaultScenario> scenarios() {
        long first = Long.getLong(SEED, 1);
        int runs = Integer.getInteger(RUNS, System.getProperty(SEED) == null ? RUNS_DEFAULT : 1);
        return LongStream.range(first, first + runs).mapToObj(FaultScenario::of);
    }

    private static Path directory(String name) {
        try {
            return Files.createDirectories(DIRECTORY.resolve(name)).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    void runUndisturbed() throws InterruptedException {
        Path data = directory("banks");
        broker = new BrokerProcess(directory("broker"));
        banks = Stream.of("bank-a", "bank-b", "bank-c")
                .map(name -> Bank.in(data, name))
                .toList();
        banks.forEach(Bank::saveIdentity);
        for (Judging judging : Judging.values()) {
            try (FaultedFederation federation = federation(FaultScenario.calm(judging))) {
                // Two kinds are enough for the class archives, which processes make.
                undisturbed.put(judging, judging.hides() ? federation.run() : federation.runCalm());
                CountedOnce.check(federation.federation(), banks, FaultScenario.ROUNDS);
            }
        }
    }

    private FaultedFederation federation(FaultScenario scenario) {
        return new FaultedFederation(scenario, broker, registryUrl, banks, directory(scenario.name()), archives);
    }

    @AfterAll
    void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void afterFaultsEveryUpdateIsCountedOnce(FaultScenario scenario) throws InterruptedException {
        Topics finished;
        try (FaultedFederation faulted = federation(scenario)) {
            String digest = faulted.run();

            assertThat(digest).isEqualTo(undisturbed.get(scenario.judging()));
            CountedOnce.check(faulted.federation(), banks, FaultScenario.ROUNDS);
            finished = faulted.federation().topics();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    scenario + "; to repeat: -D" + SEED + "=" + scenario.seed() + "; output of processes: "
                            + DIRECTORY.toAbsolutePath(),
                    e);
        }
        broker.forget(finished);
    }
}
