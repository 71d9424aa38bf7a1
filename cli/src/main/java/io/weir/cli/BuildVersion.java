package io.weir.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this build, as Maven wrote it into the jar. */
final class BuildVersion {
    private static final String MAVEN = "/META-INF/maven/io.weir/weir-cli/pom.properties";

    private BuildVersion() {}

    /** For example {@code 0.1.0}; {@code development} where there is no jar. */
    static String read() {
        try (InputStream in = BuildVersion.class.getResourceAsStream(MAVEN)) {
            if (in == null) {
                return "development";
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(MAVEN + " cannot be read", e);
        }
    }
}
