package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class WeirCommandTest {
    @TempDir
    Path directory;

    @Test
    void withoutACommandSaysWhatToDo() {
        CommandRun run = CommandRun.of();

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("weir: ").contains("weir demo");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void groupWithoutACommandNamesItsCommands() {
        CommandRun run = CommandRun.of("federation");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("create, describe, list, pause, resume");
    }

    @ParameterizedTest
    @CsvSource({
        "federation list --jsn, --json",
        "rounds describe seven, seven",
        "cluster --port many, --port",
        "federation create --codec F9 --features f.json, --codec",
        "federation create --federation cards, --schema-from",
        "participant --identity k, --data=FILE.csv",
        "models export 1 --out m --format parquet, parquet",
        "nonsense, weir --help"
    })
    void wrongUsageIsStatusTwoAndNamesTheMatter(String words, String named) {
        CommandRun run = CommandRun.of(words.split(" "));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("weir: ")
                .contains(named)
                .contains("--help`")
                .doesNotContain("Exception");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"federation create --features f.json", "demo", "bench aggregate"})
    void aCodecThatIsNotBuiltIsNoChoice(String command) {
        CommandRun run = CommandRun.of((command + " --codec INT4").split(" "));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("'INT4'").contains("[F32, F16, BF16, INT8]");
    }

    @ParameterizedTest
    @CsvSource({
        "aggregator --federation Bad_Name, Bad_Name",
        "federation describe --federation Bad_Name, Bad_Name",
        "models describe ten --bootstrap-server nothing, nothing",
        "federation create --federation cards --model cnn --features FEATURES, cnn",
        "federation create --federation cards --training speed=1 --features FEATURES, speed",
        "federation create --federation cards --rule nobody --features FEATURES, nobody",
        "federation create --federation cards --privacy-epsilon 1 --features FEATURES, --privacy-delta",
        "federation create --federation cards --privacy-epsilon 0 --privacy-delta 1e-5 --features FEATURES, weir.privacy.epsilon",
        "federation create --federation cards --privacy-epsilon 1 --privacy-delta 1 --features FEATURES, weir.privacy.delta",
        "federation create --federation cards --quorum 0 --features FEATURES, weir.round.quorum",
        "federation create --federation cards --participant-certificate gone.crt --features FEATURES, gone.crt",
        "keys generate --participant Bank_A --out k, Bank_A",
        "keys generate --participant bank-a --out k --days 0, --days",
        "keys register --certificate gone.crt, gone.crt",
        "rounds list --command-property default.api.timeout.ms=soon, default.api.timeout.ms",
        "federation list --command-config gone.properties, gone.properties",
        "bench guard --rule nobody, nobody",
        "bench guard --rule-param speed=1, speed",
        "bench guard --attack nonsense, nonsense",
        "bench guard --attackers 10, --attackers",
        "bench guard --rule bulyan --attackers 5, bulyan",
        "bench guard --alpha 1, --data",
        "bench guard --data gone.csv, --label",
        "bench leak --batch 0, --batch",
        "bench leak --label fraud, --data",
        "bench leak --data gone.csv, --label",
        "bench mnist --images gone, gone",
        "bench mnist --images gone --attackers 4 --honest 4, --attackers",
        "bench mnist --images gone --similarity 1.5, --similarity",
        "bench mnist --images gone --attacks nonsense, nonsense",
        "bench mnist --images gone --rule bulyan --attackers 4, bulyan"
    })
    void wrongConfigurationIsStatusTwoInOneLine(String words, String named) throws Exception {
        Path features = Files.writeString(
                directory.resolve("features.json"),
                "{\"label\":\"y\",\"negative\":\"0\",\"positive\":\"1\",\"features\":[{\"type\":\"numeric\",\"name\":\"x\"}]}");

        CommandRun run =
                CommandRun.of(words.replace("FEATURES", features.toString()).split(" "));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("weir: ").contains(named).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void versionIsPrinted() {
        CommandRun run = CommandRun.of("--version");

        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith("weir ").contains("Java ");
    }

    static List<List<String>> commands() {
        List<List<String>> found = new ArrayList<>();
        collect(WeirCommand.commandLine(false), List.of(), found);
        return found;
    }

    private static void collect(CommandLine command, List<String> path, List<List<String>> found) {
        command.getSubcommands().forEach((name, sub) -> {
            List<String> longer = Stream.concat(path.stream(), Stream.of(name)).toList();
            found.add(longer);
            collect(sub, longer, found);
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandExplainsItself(List<String> path) {
        CommandRun run =
                CommandRun.of(Stream.concat(path.stream(), Stream.of("--help")).toArray(String[]::new));

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("Usage: weir " + String.join(" ", path)).contains("--verbose");
        boolean group = run.out().contains("Commands:");
        assertThat(group || run.out().contains("Example"))
                .as("an example, or the commands of the group: %s", path)
                .isTrue();
    }
}
