package io.weir.privacy.attestation;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/** Real evidence, in a folder {@code shared/vectors/tee} beside the repository; tests that need it are skipped where it is absent. */
final class TeeVectors {
    private TeeVectors() {}

    static byte[] bytes(String file) {
        try {
            return Files.readAllBytes(folder().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Endorsement> endorsements(String... files) {
        return Arrays.stream(files)
                .map(file -> new Endorsement(file, bytes(file)))
                .toList();
    }

    /** A policy from lines of a properties file; any measurement if none is named. */
    static AttestationPolicy policy(String... lines) {
        Properties properties = new Properties();
        properties.setProperty("measurement", "any");
        try {
            properties.load(new StringReader(String.join("\n", lines)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return PolicyProperties.read(properties);
    }

    private static Path folder() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolveSibling("shared").resolve("vectors/tee");
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        assumeTrue(false, "skipped: no shared/vectors/tee beside the repository");
        throw new IllegalStateException();
    }
}
