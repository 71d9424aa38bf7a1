package io.weir.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.CommandRun;
import io.weir.cli.federation.FederationDefaults;
import io.weir.cli.federation.Manifests;
import io.weir.cli.federation.StatisticsSource;
import io.weir.schemas.serde.WireTrust;
import io.weir.trainers.ModelSpec;
import io.weir.trainers.data.Feature;
import io.weir.trainers.data.FeatureSchema;
import io.weir.wire.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Where a federation that is created gets centre and scale from. */
class FeatureOptionsTest {
    static {
        WireTrust.install(); // builders copy records
    }

    private static final Feature COUNTED = new Feature.Numeric("amount");
    private static final Feature SCALED = new Feature.Numeric("amount", 2.5, 1.5);

    @TempDir
    private Path directory;

    private Path sample;
    private Path file;
    private Path scaledFile;

    private static FeatureSchema schema(Feature feature) {
        return new FeatureSchema("fraud", "0", "1", List.of(feature));
    }

    @BeforeEach
    void write() throws IOException {
        sample = Files.writeString(directory.resolve("sample.csv"), "amount,fraud\n1.25,0\n3.75,1\n");
        file = Files.writeString(
                directory.resolve("features.json"), schema(COUNTED).toJson());
        scaledFile = Files.writeString(
                directory.resolve("scaled.json"), schema(SCALED).toJson());
    }

    @CommandLine.Command
    private static final class Create {
        @CommandLine.ArgGroup(multiplicity = "1", exclusive = true)
        private FeatureOptions features;
    }

    private static FeatureOptions options(Object... words) {
        Create create = new Create();
        new CommandLine(create)
                .parseArgs(Arrays.stream(words).map(Object::toString).toArray(String[]::new));
        return create.features;
    }

    @Test
    void aSampleTellsScalesWhereTheyAreWanted() {
        FeatureOptions options = options("--schema-from", sample, "--label", "fraud");

        assertThat(options.source(false)).isEqualTo(StatisticsSource.ROUND);
        assertThat(options.source(true)).isEqualTo(StatisticsSource.SCHEMA);
        assertThat(options.schema(StatisticsSource.ROUND)).isEqualTo(schema(COUNTED));
        assertThat(options.schema(StatisticsSource.SCHEMA)).isEqualTo(schema(new Feature.Numeric("amount", 2.5, 1.25)));
    }

    @Test
    void noiseOrAFileThatNamesScalesNeedsNoRound() {
        assertThat(options("--features", scaledFile).source(false)).isEqualTo(StatisticsSource.SCHEMA);
        assertThat(options("--features", file).source(true)).isEqualTo(StatisticsSource.SCHEMA);
        assertThat(options("--features", file).source(false)).isEqualTo(StatisticsSource.ROUND);
    }

    @Test
    void aFileWithoutScalesIsRefusedUnderNoise() {
        CommandRun run = CommandRun.of(
                "federation", "create", "--features", file.toString(), "--participant-dp-noise", "1", "--quorum", "3");

        assertThat(run.status()).isNotZero();
        assertThat(run.err())
                .contains("no centre and scale of columns [amount]")
                .contains("--statistics round");
    }

    @Test
    void whatTheSettingsSayIsShown() {
        ModelSpec model = ModelSpec.parse("logreg");
        String scaled = text(Manifests.tabular(model, schema(SCALED), 1, StatisticsSource.SCHEMA));
        String counted = text(Manifests.tabular(model, schema(COUNTED), 1));

        assertThat(scaled).contains("none: the feature schema names centre and scale");
        assertThat(counted).contains("round 0 sends sums and counts");
    }

    private static String text(ModelManifest manifest) {
        return SettingsView.text(FederationDefaults.settings("cards", manifest).build(), List.of());
    }
}
