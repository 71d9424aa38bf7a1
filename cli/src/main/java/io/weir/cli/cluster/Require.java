package io.weir.cli.cluster;

/** Range checks whose errors name the key, the value and what is allowed. */
final class Require {
    private static final int MAX_PORT = 65_535;

    private Require() {}

    static void port(String key, int value) {
        if (value < 0 || value > MAX_PORT) {
            throw new IllegalArgumentException(
                    key + " = " + value + " is not a port; allowed is 1 to " + MAX_PORT + ", or 0 for a free one");
        }
    }

    static void deadline(long valueMs) {
        if (valueMs <= 0) {
            throw new IllegalArgumentException(
                    "deadlineMs = " + valueMs + " leaves no time; allowed is 1 or more milliseconds");
        }
    }
}
