package io.weir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.cli.CommandRun;
import io.weir.cli.cluster.ClusterConfig;
import io.weir.cli.cluster.EmbeddedCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static EmbeddedCluster cluster;

    @TempDir
    static Path directory;

    private static Path sample;

    @BeforeAll
    static void start() throws Exception {
        cluster = EmbeddedCluster.start(ClusterConfig.defaults());
        sample = Files.writeString(
                directory.resolve("sample.csv"), "id,amount,country,fraud\n1,10.5,se,0\n2,99.25,no,1\n3,1.75,se,0\n");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static CommandRun weir(String... words) {
        return CommandRun.of(Stream.concat(
                        Arrays.stream(words),
                        Stream.of(
                                "--bootstrap-server",
                                cluster.bootstrapServers(),
                                "--schema-registry",
                                cluster.registryUrl()))
                .toArray(String[]::new));
    }

    private static CommandRun create(String federation, String... more) {
        String[] words = {
            "federation",
            "create",
            "--federation",
            federation,
            "--schema-from",
            sample.toString(),
            "--label",
            "fraud",
            "--drop",
            "id",
            "--json"
        };
        return weir(Stream.of(words, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    private static JsonNode json(CommandRun run) throws Exception {
        assertThat(run.status()).as(run.err()).isZero();
        return JSON.readTree(run.out());
    }

    private static String certificate(String participant) {
        Path identity = directory.resolve(participant);
        assertThat(CommandRun.of("keys", "generate", "--participant", participant, "--out", identity.toString())
                        .status())
                .isZero();
        return identity.resolve("participant.crt").toString();
    }

    @Test
    void createdFederationIsDescribedWithItsOptionsAndListed() throws Exception {
        String bank = certificate("bank-one");

        create(
                "created",
                "--model",
                "mlp:4",
                "--rounds",
                "7",
                "--quorum",
                "3",
                "--codec",
                "bf16",
                "--training",
                "epochs=3",
                "--command-property",
                "weir.guard.pipeline=norm-mad, median",
                "--rule-param",
                "k=5",
                "--reference",
                "bank-one",
                "--participant-certificate",
                bank);

        JsonNode described = json(weir("federation", "describe", "--federation", "created", "--json"));
        assertThat(described.at("/model/architecture").asText()).isEqualTo("mlp:4");
        assertThat(described.at("/model/tensors/1/shape").toString()).isEqualTo("[3,4]");
        assertThat(described.at("/rounds").asInt()).isEqualTo(7);
        assertThat(described.at("/quorum").asInt()).isEqualTo(3);
        assertThat(described.at("/codec").asText()).isEqualTo("BF16");
        assertThat(described.at("/training/epochs").asText()).isEqualTo("3");
        assertThat(described.at("/rule").asText()).isEqualTo("norm-mad,median");
        assertThat(described.at("/ruleParameters/k").asText()).isEqualTo("5");
        assertThat(described.at("/ruleParameters/reference").asText()).isEqualTo("bank-one");
        assertThat(described.at("/participants/0/participant").asText()).isEqualTo("bank-one");
        assertThat(json(weir("federation", "list", "--json")).at("/federations").toString())
                .contains("\"created\"");
    }

    @Test
    void federationThatHidesNamesItsAggregatorAndNamesAnotherOneLater() throws Exception {
        String first = certificate("aggregator-1");
        String second = certificate("aggregator-2");

        CommandRun anybodys = create("hiding", "--secure-aggregation", "mask");
        JsonNode created = json(create("hiding", "--secure-aggregation", "mask", "--aggregator-certificate", first));
        JsonNode changed = json(weir(
                "federation",
                "aggregators",
                "--federation",
                "hiding",
                "--certificate",
                first,
                "--certificate",
                second,
                "--json"));

        assertThat(anybodys.status()).isNotZero();
        assertThat(anybodys.err()).contains("--aggregator-certificate");
        assertThat(created.at("/aggregatorKeysSha256")).hasSize(1);
        assertThat(changed.at("/aggregatorKeysSha256")).hasSize(2);
        assertThat(changed.at("/aggregatorKeysSha256/0")).isEqualTo(created.at("/aggregatorKeysSha256/0"));
        assertThat(json(weir("federation", "describe", "--federation", "hiding", "--json"))
                        .at("/aggregatorKeysSha256"))
                .isEqualTo(changed.at("/aggregatorKeysSha256"));
    }

    @Test
    void federationThatExistsIsLeftAsItIsWhenAskedTo() throws Exception {
        create("kept", "--if-not-exists", "--rounds", "4");

        JsonNode again = json(create("kept", "--if-not-exists", "--rounds", "3"));

        assertThat(again.at("/rounds").asInt()).isEqualTo(4);
    }

    @Test
    void federationIsNotCreatedTwice() {
        create("twice");

        CommandRun again = create("twice", "--rounds", "3");

        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err())
                .startsWith("weir: ")
                .contains("'twice' exists already")
                .hasLineCount(1);
    }

    @Test
    void pausedFederationIsPausedUntilItIsResumed() throws Exception {
        create("rest");

        weir("federation", "pause", "--federation", "rest");
        String paused = json(weir("federation", "describe", "--federation", "rest", "--json"))
                .at("/state")
                .asText();
        weir("federation", "resume", "--federation", "rest");

        assertThat(paused).isEqualTo("PAUSED");
        assertThat(json(weir("federation", "describe", "--federation", "rest", "--json"))
                        .at("/state")
                        .asText())
                .isEqualTo("ACTIVE");
    }

    @Test
    void participantIsRegisteredListedAndRevoked() throws Exception {
        create("members");

        CommandRun registered =
                weir("keys", "register", "--federation", "members", "--certificate", certificate("bank-two"));
        String active = json(weir("keys", "list", "--federation", "members", "--json"))
                .at("/participants/0/state")
                .asText();
        weir("keys", "revoke", "--federation", "members", "--participant", "bank-two");

        assertThat(registered.status()).isZero();
        assertThat(active).isEqualTo("ACTIVE");
        assertThat(json(weir("keys", "list", "--federation", "members", "--json"))
                        .at("/participants/0/state")
                        .asText())
                .isEqualTo("REVOKED");
    }

    @Test
    void federationWithoutRoundsHasEmptyListsInJson() throws Exception {
        create("young");

        assertThat(json(weir("rounds", "list", "--federation", "young", "--json"))
                        .at("/rounds"))
                .isEmpty();
        assertThat(json(weir("models", "list", "--federation", "young", "--json"))
                        .at("/models"))
                .isEmpty();
        assertThat(json(weir("quarantine", "list", "--federation", "young", "--json"))
                        .at("/records"))
                .isEmpty();
        assertThat(weir("models", "describe", "head", "--federation", "young").err())
                .contains("no version yet");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "federation describe",
                "federation pause",
                "keys list",
                "rounds list",
                "models list",
                "quarantine list",
                "aggregator",
                "publisher"
            })
    void federationThatDoesNotExistIsNamedInOneLine(String words) {
        CommandRun run = weir((words + " --federation nowhere").split(" "));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("weir: ")
                .contains("'nowhere'", "weir federation create")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "federation list",
                "keys list",
                "rounds list",
                "models list",
                "quarantine list",
                "aggregator",
                "publisher"
            })
    void brokerThatDoesNotAnswerEndsEveryCommandSoon(String words) {
        long startNs = System.nanoTime();

        CommandRun run = CommandRun.of(
                (words + " --command-property default.api.timeout.ms=2000 --bootstrap-server 127.0.0.1:1").split(" "));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("weir: ")
                .contains("127.0.0.1:1", "--bootstrap-server")
                .hasLineCount(1);
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rounds list", "keys list", "aggregator", "publisher"})
    void registryThatIsDownEndsEveryCommandSoon(String words) {
        long startNs = System.nanoTime();

        CommandRun run = CommandRun.of(
                (words + " --schema-registry http://127.0.0.1:1 --bootstrap-server " + cluster.bootstrapServers())
                        .split(" "));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("weir: ")
                .contains("registry", "http://127.0.0.1:1")
                .hasLineCount(1);
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(LIMIT);
    }

    @Test
    void registryThatIsDownLeavesNoHalfOfAFederationBehind() throws Exception {
        CommandRun run = CommandRun.of(
                "federation",
                "create",
                "--federation",
                "half",
                "--schema-from",
                sample.toString(),
                "--label",
                "fraud",
                "--bootstrap-server",
                cluster.bootstrapServers(),
                "--schema-registry",
                "http://127.0.0.1:1");

        assertThat(run.status()).isEqualTo(1);
        assertThat(json(weir("federation", "list", "--json")).toString()).doesNotContain("half");
    }

    @Test
    void doctorFindsTheClusterWellAndANamedOneThatIsGoneIll() throws Exception {
        create("healthy");

        JsonNode well = json(weir("doctor", "--federation", "healthy", "--json"));
        CommandRun ill = CommandRun.of(
                "doctor", "--bootstrap-server", "127.0.0.1:1", "--schema-registry", "http://127.0.0.1:1", "--json");

        assertThat(well.at("/ok").asBoolean()).isTrue();
        assertThat(well.toString()).contains("'healthy' has all of its topics", "4.0 or newer");
        assertThat(ill.status()).isEqualTo(1);
        assertThat(JSON.readTree(ill.out()).at("/ok").asBoolean()).isFalse();
    }

    @Test
    void portInUseEndsTheClusterCommandWithAdvice() {
        String port = String.valueOf(cluster.broker().port());

        CommandRun run = CommandRun.of("cluster", "--port", port, "--registry-port", "0");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("weir: the broker cannot listen on 127.0.0.1:" + port, "--port 0");
        assertThat(run.out()).isEmpty();
    }
}
