package io.weir.publisher.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What computed a version: Weir's own version and the Java runtime's. */
final class SoftwareVersion {
    private static final String SOFTWARE = "weir/" + read();

    private SoftwareVersion() {}

    /** For example {@code weir/0.1.0}. */
    static String software() {
        return SOFTWARE;
    }

    /** For example {@code 17.0.15+6}. */
    static String jvm() {
        return System.getProperty("java.vm.version");
    }

    private static String read() {
        Properties properties = new Properties();
        try (InputStream in = SoftwareVersion.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                throw new IllegalStateException("version.properties is missing from weir-model-publisher's jar");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties of weir-model-publisher cannot be read", e);
        }
        return properties.getProperty("version");
    }
}
