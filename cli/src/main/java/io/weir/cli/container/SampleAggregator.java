package io.weir.cli.container;

import java.io.IOException;
import java.nio.file.Path;

/** Makes the key that the sample federation's aggregator signs with, once. What is there is left as it is. */
public final class SampleAggregator {
    private static final String NAME = "aggregator";

    private SampleAggregator() {}

    /**
     * Writes {@code identity/}; {@code aggregator.crt} for the operator.
     *
     * @param args the aggregator's directory and the operator's
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("weir: the aggregator's directory and the operator's are needed, got " + args.length
                    + " arguments");
            System.exit(2);
        }
        SampleBank.identify(NAME, Path.of(args[0]), Path.of(args[1]));
        System.out.println(NAME + " has its identity in " + args[0]);
    }
}
