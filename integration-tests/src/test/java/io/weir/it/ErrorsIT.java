package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.CommandLines;
import io.weir.cli.CommandLines.Ended;
import io.weir.cli.ExitStatus;
import io.weir.cli.federation.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users do wrong: every command ends soon, with the right status and a line that says what to do. */
@ExtendWith(SharedCluster.class)
@Timeout(90)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorsIT {
    private static final String FEDERATION = "errors";

    private final Connection connection;

    @TempDir
    private static Path directory;

    private Bank bank;

    ErrorsIT(Connection connection) {
        this.connection = connection;
    }

    @BeforeAll
    void createFederation() {
        bank = Bank.in(directory, "bank-a");
        bank.identity().save(directory.resolve("identity"));
        try (TestFederation federation =
                new TestFederation(connection, FEDERATION, bank.file(), List.of(bank), settings -> settings)) {
            assertThat(federation.newestRound()).isEmpty();
        }
    }

    private static int unusedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Ended run(String command, String... more) {
        List<String> all = new ArrayList<>(List.of(command.split(" ")));
        all.addAll(List.of(more));
        return CommandLines.run(all.toArray(String[]::new));
    }

    /** Options that lead to the real broker and registry. */
    private String[] where(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "--bootstrap-server", connection.bootstrapServers(),
                "--schema-registry", connection.schemaRegistryUrl(),
                "--federation", FEDERATION));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private Ended participantWith(Path data) {
        return run(
                "participant",
                where("--identity", directory.resolve("identity").toString(), "--data", data.toString()));
    }

    private static void assertEnded(Ended ended, int status, String... words) {
        assertThat(ended.err()).containsSubsequence("weir: ").contains(words).doesNotContain("\tat ");
        assertThat(ended.exitStatus()).as(ended.err()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aggregator", "rounds list"})
    void aWrongBootstrapServerIsNamed(String command) {
        String wrong = "127.0.0.1:" + unusedPort();

        Ended ended = run(command, "--bootstrap-server", wrong, "--schema-registry", connection.schemaRegistryUrl());

        assertEnded(ended, ExitStatus.FAILED, "no Kafka broker answers", wrong, "check --bootstrap-server");
    }

    @Test
    void anUnknownHostIsNamed() {
        Ended ended = run("rounds list", "--bootstrap-server", "no-such-host.invalid:9092");

        assertEnded(ended, ExitStatus.FAILED, "no-such-host.invalid:9092", "check --bootstrap-server");
    }

    @Test
    void anAddressWithoutPortIsWrongUsage() {
        Ended ended = run("rounds list", "--bootstrap-server", "localhost");

        assertEnded(ended, ExitStatus.USAGE, "localhost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aggregator", "publisher", "federation list"})
    void aRegistryThatIsDownIsNamed(String command) {
        String down = "http://127.0.0.1:" + unusedPort();

        Ended ended = run(command, "--bootstrap-server", connection.bootstrapServers(), "--schema-registry", down);

        assertEnded(ended, ExitStatus.FAILED, "schema registry", down);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aggregator", "publisher", "rounds list", "models list"})
    void anUnknownFederationIsNamed(String command) {
        Ended ended = run(
                command,
                "--bootstrap-server",
                connection.bootstrapServers(),
                "--schema-registry",
                connection.schemaRegistryUrl(),
                "--federation",
                "nowhere");

        assertEnded(ended, ExitStatus.FAILED, "nowhere", "weir federation create");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port", "--registry-port"})
    void aPortInUseIsNamedWithItsOption(String option) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String other = option.equals("--port") ? "--registry-port" : "--port";

            Ended ended = run("cluster", option, String.valueOf(taken.getLocalPort()), other, "0");

            assertEnded(ended, ExitStatus.FAILED, String.valueOf(taken.getLocalPort()), option);
        }
    }

    @Test
    void aMissingColumnOfABankIsNamed() {
        Path lacking = SampleData.write(directory.resolve("lacking.csv"), "id,amount,country,fraud\n1,2.5,AT,0\n");

        assertEnded(participantWith(lacking), ExitStatus.USAGE, "lacking.csv", "hour", "id, amount, country, fraud");
    }

    @Test
    void aMissingFileOfABankIsNamed() {
        assertEnded(participantWith(directory.resolve("absent.csv")), ExitStatus.USAGE, "absent.csv");
    }

    @Test
    void aBankWithoutRowsIsTold() {
        Path empty = SampleData.write(directory.resolve("empty.csv"), "id,amount,hour,country,fraud\n");

        assertEnded(participantWith(empty), ExitStatus.USAGE, "empty.csv", "row");
    }

    @Test
    void theDemoNamesTheColumnsThatThereAre() {
        Ended ended = run("demo", "--data", bank.file().toString(), "--label", "absent");

        assertEnded(ended, ExitStatus.USAGE, "no column 'absent'", "amount", "country");
    }

    @Test
    void theDemoNamesTheFileThatIsMissing() {
        Ended ended = run("demo", "--data", directory.resolve("absent.csv").toString(), "--label", "fraud");

        assertEnded(ended, ExitStatus.USAGE, "absent.csv");
    }

    @Test
    void theDemoRefusesASplitThatLeavesABankEmpty() {
        Path few = SampleData.write(directory.resolve("few.csv"), "bank-few", 6);

        Ended ended = run("demo", "--data", few.toString(), "--label", "fraud", "--banks", "5", "--dirichlet", "0.05");

        assertEnded(ended, ExitStatus.USAGE, "bank-", "--banks");
    }

    @Test
    void anOptionThatDoesNotExistIsWrongUsage() {
        assertEnded(run("demo", "--bankz", "5"), ExitStatus.USAGE, "--bankz", "weir demo --help");
    }

    /** It takes part: what it cannot do alone, others make up for. But it is told. */
    @Test
    void aBankWithOneClassOnlyTakesPartAndIsTold() throws IOException {
        StringBuilder csv = new StringBuilder("region,amount,fraud\n");
        for (int i = 0; i < 120; i++) {
            csv.append(i % 3 == 0 ? "north" : i % 3 == 1 ? "east" : "south")
                    .append(',')
                    .append(i * 7 % 50)
                    .append(',')
                    .append(i % 3 != 2 && i * 7 % 50 > 30 ? 1 : 0)
                    .append('\n');
        }
        Path regions = SampleData.write(directory.resolve("regions.csv"), csv.toString());

        try (WeirProcess demo = WeirProcess.start(
                directory,
                "one-class",
                List.of(
                        "demo",
                        "--data",
                        regions.toString(),
                        "--label",
                        "fraud",
                        "--split-by",
                        "region",
                        "--rounds",
                        "1",
                        "--json"))) {
            assertThat(demo.awaitExit()).as(demo.err()).isZero();
            assertThat(demo.err()).contains("one class only");
            JsonNode document = new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(demo.out());
            assertThat(document.path("rounds").path(0).path("admitted")).hasSize(3);
        }
    }
}
