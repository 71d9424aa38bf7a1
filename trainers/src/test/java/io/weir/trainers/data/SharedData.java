package io.weir.trainers.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the data that lies beside the repository, in a folder {@code shared} next to its root. */
public final class SharedData {
    private SharedData() {}

    /** Returns a file of the shared folder; the calling test is skipped where the folder is absent. */
    public static Path file(String relative) {
        String configured = System.getProperty("weir.shared.data");
        Path found = configured != null ? Path.of(configured).resolve(relative) : null;
        for (Path at = Path.of("").toAbsolutePath(); found == null && at != null; at = at.getParent()) {
            Path candidate = at.resolveSibling("shared").resolve("data").resolve(relative);
            found = Files.exists(candidate) ? candidate : null;
        }
        assumeTrue(found != null && Files.exists(found), "skipped: no shared data file " + relative);
        return found;
    }
}
