package io.weir.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.it.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Names of images: ours are built by {@code docker/build}; for broker and registry others can be named, by the
 * environment variables {@code WEIR_TEST_KAFKA_IMAGE} and {@code WEIR_TEST_REGISTRY_IMAGE}.
 */
record Images(String weir, String broker, String registry) {
    private static final String TAG = "it";

    /** Builds what is not named; {@code WEIR_TEST_BASE_IMAGE} is what ours are based on, this machine's JDK if unset. */
    static Images build() {
        String base = named("WEIR_TEST_BASE_IMAGE").orElse("local");
        try {
            Process build = new ProcessBuilder(
                            Repository.root().resolve("docker/build").toString(), "--tag", TAG, "--base", base)
                    .redirectErrorStream(true)
                    .start();
            build.getOutputStream().close();
            String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(build.onExit().join().exitValue()).as(output).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Images(
                "weir:" + TAG,
                named("WEIR_TEST_KAFKA_IMAGE").orElse("weir-broker:" + TAG),
                named("WEIR_TEST_REGISTRY_IMAGE").orElse("weir-registry:" + TAG));
    }

    private static Optional<String> named(String variable) {
        return Optional.ofNullable(System.getenv(variable)).filter(value -> !value.isBlank());
    }
}
