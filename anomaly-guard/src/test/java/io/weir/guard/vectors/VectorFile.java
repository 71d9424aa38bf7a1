package io.weir.guard.vectors;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds and reads the vectors: {@code -Dweir.vectors=FILE}, or those in a folder {@code shared} next to the repository. */
final class VectorFile {
    private VectorFile() {}

    /** All entries; the calling test is skipped where there is no file and none was named. */
    static List<Entry> read() throws IOException {
        String named = System.getProperty("weir.vectors");
        Path file = named == null ? beside() : found(named);
        assumeTrue(file != null, "skipped: no shared/vectors/robust/vectors.json beside the repository");
        List<Entry> entries = new ArrayList<>();
        for (JsonNode node : new ObjectMapper().readTree(file.toFile())) {
            entries.add(Entry.of(node));
        }
        return entries;
    }

    private static Path beside() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolveSibling("shared").resolve("vectors/robust/vectors.json");
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    /** From the folder that the build was started in, or the module's. */
    private static Path found(String named) {
        Path fromRoot = Path.of("..").resolve(named);
        return Files.exists(fromRoot) ? fromRoot : Path.of(named);
    }
}
