package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Node.js with some packages; a test that asks for it is left out where it cannot be had. */
final class Node {
    private static final int LIMIT_SECONDS = 90;

    private record Ended(int status, String output) {}

    private final Path directory;

    private Node(Path directory) {
        this.directory = directory;
    }

    /** Installs packages, given as NAME@VERSION, into a directory of their own. */
    static Node withPackages(Path directory, String... packages) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Node node = new Node(directory);
        assumeTrue(node.works("node", "--version"), "Node.js is not installed: reading with JavaScript left out");
        List<String> install = new ArrayList<>(List.of(
                "npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--prefix", directory.toString()));
        install.addAll(List.of(packages));
        assumeTrue(
                node.works(install.toArray(String[]::new)),
                "npm cannot install " + List.of(packages) + ": reading with JavaScript left out");
        return node;
    }

    /** Runs a script of the test resources and reads the JSON document that it prints. */
    JsonNode run(String script, String... arguments) throws IOException, InterruptedException {
        Path file = directory.resolve(script);
        try (InputStream in = Objects.requireNonNull(Node.class.getResourceAsStream("/" + script), script)) {
            Files.write(file, in.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of("node", file.toString()));
        command.addAll(List.of(arguments));
        Ended ended = execute(command.toArray(String[]::new));
        assertThat(ended.status()).as(ended.output()).isZero();
        return new ObjectMapper().readTree(ended.output());
    }

    private boolean works(String... command) throws InterruptedException {
        try {
            return execute(command).status() == 0;
        } catch (IOException e) {
            return false; // The program is not there.
        }
    }

    private Ended execute(String... command) throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            return new Ended(ended ? process.exitValue() : -1, Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
