package io.weir.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where things lie around this module. */
public final class Repository {
    private Repository() {}

    /** The root directory: the one that holds the launcher, at or above the working directory. */
    public static Path root() {
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            if (Files.isRegularFile(up.resolve("weir")) && Files.isDirectory(up.resolve("cli"))) {
                return up;
            }
        }
        throw new IllegalStateException(
                "no repository of Weir at or above " + Path.of("").toAbsolutePath());
    }

    /** What the build of the module cli has put together for the launcher. */
    public static Path distribution() {
        Path home = root().resolve("cli/target/weir");
        if (!Files.isDirectory(home.resolve("lib"))) {
            throw new IllegalStateException(home + " is not there: `mvn -pl cli -am package -DskipTests` makes it");
        }
        return home;
    }

    /** A file of the folder {@code shared} beside the repository; empty where there is none. */
    static Optional<Path> shared(String file) {
        return Optional.of(root().resolveSibling("shared").resolve(file)).filter(Files::isRegularFile);
    }
}
