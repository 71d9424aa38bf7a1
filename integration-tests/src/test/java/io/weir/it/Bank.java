package io.weir.it;

import io.weir.cli.bank.TabularTrainer;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.trainers.data.FeatureSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A bank's identity and rows. */
public record Bank(String name, ParticipantIdentity identity, Path file) {
    private static final int ROWS = 60;

    /** A bank with rows of its own in {@code directory}. */
    public static Bank in(Path directory, String name) {
        ParticipantIdentity identity = ParticipantIdentity.generate(
                name, Duration.ofDays(1), Instant.now().minusSeconds(60));
        return new Bank(name, identity, SampleData.write(directory.resolve(name + ".csv"), name, ROWS));
    }

    /** Where {@link #saveIdentity} puts it. */
    Path identityDirectory() {
        return file.resolveSibling(name);
    }

    /** Writes it as {@code weir keys generate} does, for a participant in a process of its own. */
    void saveIdentity() {
        identity.save(identityDirectory());
    }

    TabularTrainer trainer(FeatureSchema schema) {
        return new TabularTrainer(name, SampleData.read(file, schema));
    }
}
