package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.federation.Connection;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** With client momentum a bank that was started again before it sent goes on as if it had not been. */
@ExtendWith(SharedCluster.class)
@Timeout(120)
class MomentumIT {
    private static final long ROUND = 2;

    private final Connection connection;

    @TempDir
    private Path directory;

    private Bank first;
    private Bank second;

    MomentumIT(Connection connection) {
        this.connection = connection;
    }

    @BeforeEach
    void makeBanks() {
        first = Bank.in(directory, "bank-a");
        second = Bank.in(directory, "bank-b");
    }

    private TestFederation federation(String name, double momentum) {
        TestFederation federation = new TestFederation(
                connection,
                name,
                first.file(),
                List.of(first, second),
                settings -> settings.setClientMomentum(momentum));
        federation.startAggregator(directory.resolve(name));
        federation.startPublisher();
        return federation;
    }

    /** The digest of version 3, of banks that run on. */
    private String undisturbed(String name, double momentum) {
        try (TestFederation federation = federation(name, momentum)) {
            federation.start(first);
            federation.start(second);
            return federation.awaitDigest(3);
        }
    }

    @Test
    void aRestartChangesNoBitAndMomentumDoes() {
        String expected = undisturbed("momentum-on", 0.75);
        String without = undisturbed("momentum-off", 0);

        String digest;
        try (TestFederation federation = federation("momentum-restart", 0.75)) {
            federation.start(second);
            GatedTrainer gated = new GatedTrainer(first.trainer(federation.schema()), ROUND);
            RunningBank before = federation.start(first, gated);
            gated.awaitReached(ROUND);
            before.close();
            federation.start(first);
            digest = federation.awaitDigest(3);
        }

        assertThat(digest).isEqualTo(expected).isNotEqualTo(without);
    }
}
