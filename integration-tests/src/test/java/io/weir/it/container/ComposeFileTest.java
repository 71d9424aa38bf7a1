package io.weir.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.weir.cli.CommandLines;
import io.weir.it.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The compose file names only what exists: commands, options, images, volumes, services, settings, classes. */
class ComposeFileTest {
    private static final Path DOCKER = Repository.root().resolve("docker");
    private static final Set<String> CONDITIONS =
            Set.of("service_started", "service_healthy", "service_completed_successfully");

    private static Map<String, Object> compose;

    @BeforeAll
    static void load() throws IOException {
        compose = yaml();
    }

    private static Map<String, Object> yaml() throws IOException {
        return new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(DOCKER.resolve("compose.yaml")));
    }

    @SuppressWarnings("unchecked") // A document of strings, lists and maps.
    private static Map<String, Object> map(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    private static List<String> list(Object value) {
        return value == null
                ? List.of()
                : ((List<?>) value).stream().map(String::valueOf).toList();
    }

    private static Map<String, Map<String, Object>> services() {
        return map(compose.get("services")).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> map(entry.getValue())));
    }

    /** Commands of the image {@code weir} that its own entry point gets. */
    static Stream<List<String>> commands() throws IOException {
        compose = yaml();
        return services().values().stream()
                .filter(service -> String.valueOf(service.get("image")).startsWith("weir:"))
                .filter(service -> !service.containsKey("entrypoint"))
                .map(service -> list(service.get("command")));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theCommandLineUnderstandsEveryCommand(List<String> command) {
        assertThatCode(() -> CommandLines.create().parseArgs(command.toArray(String[]::new)))
                .doesNotThrowAnyException();
    }

    @Test
    void thereAreTwoAggregatorsAPublisherAndThreeBanks() throws IOException {
        Map<String, Long> counts =
                commands().collect(Collectors.groupingBy(command -> command.get(0), Collectors.counting()));

        assertThat(counts)
                .containsEntry("aggregator", 2L)
                .containsEntry("publisher", 1L)
                .containsEntry("participant", 3L);
    }

    @Test
    void everyImageIsOneThatTheScriptBuilds() throws IOException {
        String script = Files.readString(DOCKER.resolve("build"));
        for (Map<String, Object> service : services().values()) {
            String image = String.valueOf(service.get("image")).replace(":${WEIR_TAG:-latest}", "");
            String folder = image.replaceFirst("^weir-", "");

            assertThat(DOCKER.resolve(folder).resolve("Dockerfile")).isRegularFile();
            assertThat(script).containsPattern("for image in .*\\b" + folder + "\\b.*; do");
        }
    }

    @Test
    void everyMountIsADeclaredVolumeOrAFileThatIsThere() {
        Set<String> declared = map(compose.get("volumes")).keySet();
        List<String> mounted = services().values().stream()
                .flatMap(service -> list(service.get("volumes")).stream())
                .map(volume -> volume.substring(0, volume.indexOf(':')))
                .toList();

        assertThat(mounted)
                .allMatch(source -> source.startsWith("./")
                        ? Files.isRegularFile(DOCKER.resolve(source))
                        : declared.contains(source));
        assertThat(mounted).containsAll(declared);
    }

    @Test
    void whatAServiceWaitsForExists() {
        Map<String, Map<String, Object>> services = services();
        services.values().stream()
                .flatMap(service -> map(service.get("depends_on")).entrySet().stream())
                .forEach(dependency -> {
                    assertThat(services).containsKey(dependency.getKey());
                    assertThat(String.valueOf(map(dependency.getValue()).get("condition")))
                            .isIn(CONDITIONS);
                });
        assertThat(services.get("federation")).containsKey("depends_on");
    }

    @Test
    void whatIsWaitedForToBeHealthyHasAHealthCheck() throws IOException {
        List<String> awaited = services().values().stream()
                .flatMap(service -> map(service.get("depends_on")).entrySet().stream())
                .filter(dependency ->
                        "service_healthy".equals(map(dependency.getValue()).get("condition")))
                .map(Map.Entry::getKey)
                .distinct()
                .toList();

        assertThat(awaited).isNotEmpty();
        for (String service : awaited) {
            assertThat(Files.readString(DOCKER.resolve(service).resolve("Dockerfile")))
                    .contains("HEALTHCHECK");
        }
    }

    /** Kafka itself accepts what its translator makes of the variables. */
    @Test
    void everyVariableOfTheBrokerIsASettingOfKafka() {
        Map<String, String> settings = new HashMap<>();
        map(services().get("broker").get("environment")).forEach((variable, value) -> {
            if (variable.startsWith("KAFKA_")) {
                String key = variable.substring("KAFKA_".length()).toLowerCase(Locale.ROOT);
                settings.put(key.replace('_', '.'), String.valueOf(value).replaceAll("\\$\\{\\w+:-(\\w+)}", "$1"));
            }
        });

        KafkaConfig config = new KafkaConfig(settings, false);

        assertThat(settings).containsKey("advertised.listeners");
        assertThat(config.values().keySet()).containsAll(settings.keySet());
    }

    @Test
    void theClientsConnectToWhatTheBrokerAndTheRegistryOffer() throws IOException {
        String client = Files.readString(DOCKER.resolve("client.properties"));
        Map<String, Object> environment = map(services().get("broker").get("environment"));

        assertThat(client).contains("bootstrap.servers=broker:19092").contains("http://registry:8080/");
        assertThat(environment.get("KAFKA_ADVERTISED_LISTENERS").toString()).contains("://broker:19092,");
        assertThat(Files.readString(DOCKER.resolve("registry/Dockerfile"))).contains("QUARKUS_HTTP_PORT=8080");
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", "weir/Dockerfile", "broker/Dockerfile"})
    void everyMainClassExists(String file) throws IOException {
        List<String> classes = new ArrayList<>();
        Pattern.compile("io\\.weir\\.[\\w.]*[A-Z]\\w+")
                .matcher(Files.readString(DOCKER.resolve(file)))
                .results()
                .forEach(found -> classes.add(found.group()));

        assertThat(classes).isNotEmpty().allSatisfy(name -> assertThatCode(() -> Class.forName(name))
                .doesNotThrowAnyException());
    }
}
