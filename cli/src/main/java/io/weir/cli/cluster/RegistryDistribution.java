package io.weir.cli.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where Apicurio's registry is unpacked: {@code registry/} of the directory that the system property {@code weir.home}
 * names. Without the property, {@code target/weir} of the build that this class comes from, or of a {@code cli} module
 * at or above the working directory.
 */
public final class RegistryDistribution {
    /** System property: the directory that holds {@code lib/} and {@code registry/}. */
    public static final String HOME_PROPERTY = "weir.home";

    private static final String FETCH = "mvn -DskipTests -pl cli -am package";

    private RegistryDistribution() {}

    /**
     * The runner jar that an embedded registry would start.
     *
     * @throws ClusterException if it is not there, with the command that fetches it
     */
    public static Path find() {
        return runnerJar(Optional.empty());
    }

    /**
     * The runner jar of the distribution, whose manifest names the jars beside it.
     *
     * @throws ClusterException if it is not there, with the command that fetches it
     */
    static Path runnerJar(Optional<Path> distribution) {
        List<Path> candidates = distribution.map(List::of).orElseGet(RegistryDistribution::candidates);
        return candidates.stream()
                .flatMap(directory -> runnerIn(directory).stream())
                .findFirst()
                .orElseThrow(() -> new ClusterException(
                        ClusterException.Category.REGISTRY_MISSING,
                        "the schema registry's distribution is not in " + candidates
                                + ": fetch it with `" + FETCH + "` in Weir's root directory, or name the directory "
                                + "that holds lib/ and registry/ with -D" + HOME_PROPERTY + "=DIR"));
    }

    private static List<Path> candidates() {
        String home = System.getProperty(HOME_PROPERTY);
        if (home != null) {
            return List.of(Path.of(home, "registry").toAbsolutePath());
        }
        List<Path> found = new ArrayList<>();
        Path build = codeSource(RegistryDistribution.class).getParent();
        found.add(build.resolve("weir/registry"));
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            if (Files.isRegularFile(up.resolve("cli/pom.xml"))) {
                found.add(up.resolve("cli/target/weir/registry"));
            }
        }
        return List.copyOf(found);
    }

    /** The jar, or directory of classes, that a class was loaded from. */
    static Path codeSource(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("class " + type.getName() + " comes from no file", e);
        }
    }

    private static Optional<Path> runnerIn(Path directory) {
        if (!Files.isDirectory(directory.resolve("lib"))) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*-runner.jar")) {
            for (Path jar : jars) {
                return Optional.of(jar);
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + directory, e);
        }
    }
}
