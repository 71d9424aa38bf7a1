package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.CommandLines;
import io.weir.cli.federation.Connection;
import io.weir.wire.SecureBackend;
import io.weir.wire.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The commands of the compose file, each in a process instead of a container, with directories for its volumes. */
@ExtendWith(SharedCluster.class)
@Timeout(240)
@DisabledOnOs(OS.WINDOWS)
class ComposeSampleIT {
    private static final String FEDERATION = "cards";
    private static final long ROUNDS = 10;

    /** A service, with paths of this machine. */
    private record Service(String name, String mainClass, List<String> arguments) {}

    @TempDir
    private Path directory;

    private final Connection connection;
    private final Deque<WeirProcess> processes = new ArrayDeque<>();

    ComposeSampleIT(Connection connection) {
        this.connection = connection;
    }

    @AfterEach
    void stop() {
        while (!processes.isEmpty()) {
            processes.pop().close();
        }
    }

    @Test
    void theSampleHidesItsUpdatesSignsItsRoundsAndComesToItsEnd() throws IOException {
        Map<String, Service> services = services();
        services.values().stream()
                .filter(service -> service.name().endsWith("-setup"))
                .forEach(this::runs);
        runs(services.get("federation"));
        List.of("aggregator-1", "aggregator-2", "publisher").forEach(name -> start(services.get(name)));
        List<WeirProcess> banks = List.of("bank-a", "bank-b", "bank-c").stream()
                .map(name -> start(services.get(name)))
                .toList();

        FederationView federation = new FederationView(connection, FEDERATION);
        federation.awaitVersion(ROUNDS);

        banks.forEach(bank -> assertThat(bank.awaitExit()).as(bank.err()).isZero());
        for (long round = 0; round <= ROUNDS; round++) {
            Verdict verdict = federation.verdict(round);
            assertThat(verdict.getAdmitted()).hasSize(banks.size());
            assertThat(verdict.getOpenings()).hasSize(1);
        }
        CommandLines.Ended audit = CommandLines.run(
                "audit",
                "--federation=" + FEDERATION,
                "--command-config=" + directory.resolve("client.properties"),
                "--aggregator-certificate=" + volume("enrolment").resolve("aggregator.crt"));
        assertThat(audit.exitStatus()).as(audit.out() + audit.err()).isZero();
        assertThat(audit.out()).contains("Announcements: signatures held against the given certificates");
        CommandLines.Ended described = CommandLines.run(
                "federation",
                "describe",
                "--federation=" + FEDERATION,
                "--command-config=" + directory.resolve("client.properties"));
        assertThat(described.out()).containsIgnoringCase(SecureBackend.MASK.name());
    }

    private void runs(Service service) {
        WeirProcess process =
                WeirProcess.start(directory, service.name(), List.of(), service.mainClass(), service.arguments());
        processes.push(process);
        assertThat(process.awaitExit())
                .as(service.name() + ": " + process.err())
                .isZero();
    }

    private WeirProcess start(Service service) {
        List<String> arguments = new ArrayList<>(service.arguments());
        if (arguments.get(0).equals("aggregator")) {
            arguments.add("--state-dir=" + directory.resolve(service.name()));
        }
        WeirProcess process = WeirProcess.start(directory, service.name(), List.of(), service.mainClass(), arguments);
        processes.push(process);
        return process;
    }

    private Map<String, Service> services() throws IOException {
        Files.writeString(
                directory.resolve("client.properties"),
                "bootstrap.servers=" + connection.bootstrapServers() + "\nschema.registry.url="
                        + connection.schemaRegistryUrl() + "\n");
        Map<String, Object> compose = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(Repository.root().resolve("docker").resolve("compose.yaml")));
        Map<String, Service> services = new TreeMap<>();
        for (Map.Entry<String, Object> entry : map(compose.get("services")).entrySet()) {
            Map<String, Object> service = map(entry.getValue());
            List<String> entrypoint = strings(service.get("entrypoint"));
            if (String.valueOf(service.get("image")).startsWith("weir:")) {
                services.put(
                        entry.getKey(),
                        new Service(
                                entry.getKey(),
                                entrypoint.isEmpty() ? WeirProcess.COMMAND : entrypoint.get(entrypoint.size() - 1),
                                onThisMachine(strings(service.get("command")), strings(service.get("volumes")))));
            }
        }
        return services;
    }

    private List<String> onThisMachine(List<String> arguments, List<String> volumes) throws IOException {
        List<String> moved = new ArrayList<>(arguments);
        for (String volume : volumes) {
            String[] parts = volume.split(":", -1);
            Path here = parts[0].startsWith("./")
                    ? directory.resolve(parts[0].substring(2))
                    : Files.createDirectories(volume(parts[0]));
            Pattern there = Pattern.compile(Pattern.quote(parts[1]) + "(?=/|$)");
            moved.replaceAll(argument -> there.matcher(argument).replaceAll(Matcher.quoteReplacement(here.toString())));
        }
        return moved;
    }

    private Path volume(String name) {
        return directory.resolve("volumes").resolve(name);
    }

    @SuppressWarnings("unchecked") // A document of strings, lists and maps.
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static List<String> strings(Object value) {
        return value == null
                ? List.of()
                : ((List<?>) value).stream().map(String::valueOf).toList();
    }
}
