package io.weir.it;

import io.weir.cli.federation.Connection;
import io.weir.wire.FederationSettings;
import java.nio.file.Path;
import java.util.List;

/** What a federation comes to when all of it runs in this process and nothing happens to it. */
public final class Undisturbed {
    private Undisturbed() {}

    /**
     * Runs a federation with the same settings and banks to its last round.
     *
     * @param name of the federation to make; must not exist
     * @param directory for the aggregator's state
     * @return the digest of the last version
     */
    public static String digest(
            Connection connection, String name, FederationSettings settings, List<Bank> banks, Path directory) {
        try (TestFederation federation = new TestFederation(
                connection, name, banks.get(0).file(), banks, ignored -> FederationSettings.newBuilder(settings)
                        .setFederation(name))) {
            federation.startAggregator(directory.resolve(name));
            federation.startPublisher();
            banks.forEach(federation::start);
            return federation.awaitDigest(settings.getRounds());
        }
    }
}
