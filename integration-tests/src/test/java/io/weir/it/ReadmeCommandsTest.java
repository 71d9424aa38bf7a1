package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.weir.cli.CommandLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every weir command in the documents is one that the command line understands. Parsing only: nothing is run. */
class ReadmeCommandsTest {
    private static final Pattern BLOCK = Pattern.compile("```(?:sh|bash|console)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    static Stream<Named<List<String>>> commands() throws IOException {
        List<Named<List<String>>> commands = new ArrayList<>();
        for (Path document : documents()) {
            String name = Repository.root().relativize(document).toString();
            for (List<String> command : commands(document)) {
                commands.add(Named.of(name + ": " + String.join(" ", command), command));
            }
        }
        return commands.stream();
    }

    private static List<Path> documents() throws IOException {
        Path root = Repository.root();
        try (Stream<Path> pages = Files.walk(root.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(root.resolve("README.md"), root.resolve("CONTRIBUTING.md")),
                            pages.filter(page -> page.toString().endsWith(".md")))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    /** The words after {@code ./weir} or {@code weir} of every line of the document's shell blocks. */
    private static List<List<String>> commands(Path document) throws IOException {
        List<List<String>> commands = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(Files.readString(document, StandardCharsets.UTF_8));
        while (blocks.find()) {
            blocks.group(1)
                    .replace("\\\n", " ")
                    .lines()
                    .map(ReadmeCommandsTest::words)
                    .forEach(words -> {
                        if (!words.isEmpty()
                                && (words.get(0).equals("./weir")
                                        || words.get(0).equals("weir"))) {
                            commands.add(words.subList(1, words.size()));
                        }
                    });
        }
        return commands;
    }

    /** Without a prompt, a comment, redirections and what follows a pipe. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line.strip());
        while (matcher.find()) {
            String word = matcher.group(1) != null
                    ? matcher.group(1)
                    : matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
            if (List.of("|", ">", ">>", "2>", "&", "&&", "||", ";").contains(word) || word.startsWith("#")) {
                break;
            }
            if (!(words.isEmpty() && (word.equals("$") || word.matches("[A-Z_]+=.*")))) {
                words.add(word);
            }
        }
        return words;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theCommandLineUnderstands(List<String> command) {
        assertThatCode(() -> CommandLines.create().parseArgs(command.toArray(String[]::new)))
                .doesNotThrowAnyException();
    }

    @Test
    void theReadmeShowsHowToRunTheDemoAndTheTests() throws IOException {
        Path readme = Repository.root().resolve("README.md");

        assertThat(commands(readme)).contains(List.of("demo"));
        assertThat(Files.readString(readme, StandardCharsets.UTF_8)).containsPattern("```(sh|bash)\\nmvn verify\\n");
    }
}
