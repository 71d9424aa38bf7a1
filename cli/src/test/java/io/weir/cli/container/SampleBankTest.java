package io.weir.cli.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.trainers.data.CsvTable;
import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.FeatureSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleBankTest {
    @TempDir
    private Path directory;

    private Path home;
    private Path enrolment;

    @BeforeEach
    void makeDirectories() throws IOException {
        home = Files.createDirectory(directory.resolve("home"));
        enrolment = Files.createDirectory(directory.resolve("enrolment"));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void theOperatorGetsTheCertificateAndASampleButNoKeyAndNoRows() throws IOException {
        SampleBank.furnish("bank-a", home, enrolment);

        assertThat(names(enrolment)).containsExactlyInAnyOrder("bank-a.crt", "bank-a.sample.csv");
        assertThat(enrolment.resolve("bank-a.crt")).hasSameTextualContentAs(home.resolve("identity/participant.crt"));
        assertThat(Files.readAllLines(enrolment.resolve("bank-a.sample.csv")).stream()
                        .skip(1))
                .doesNotContainAnyElementsOf(Files.readAllLines(home.resolve("data.csv")));
    }

    @Test
    void theRowsFitASchemaInferredFromAnotherBanksSample() throws IOException {
        Path otherHome = Files.createDirectory(directory.resolve("other"));
        SampleBank.furnish("bank-a", home, enrolment);
        SampleBank.furnish("bank-b", otherHome, enrolment);

        FeatureSchema schema =
                FeatureSchema.infer(CsvTable.load(enrolment.resolve("bank-a.sample.csv")), "fraud", Set.of("id"));
        Dataset rows = Dataset.of(CsvTable.load(otherHome.resolve("data.csv")), schema);

        assertThat(rows.positives()).isBetween(1, rows.rows() - 1);
    }

    @Test
    void whatIsThereIsLeftAsItIs() throws IOException {
        SampleBank.furnish("bank-a", home, enrolment);
        ParticipantIdentity before = ParticipantIdentity.load(home.resolve("identity"));
        Files.writeString(home.resolve("data.csv"), "the bank's own rows");

        SampleBank.furnish("bank-a", home, enrolment);

        assertThat(ParticipantIdentity.load(home.resolve("identity")).certificate())
                .isEqualTo(before.certificate());
        assertThat(home.resolve("data.csv")).hasContent("the bank's own rows");
    }

    @Test
    void aKeyWithoutItsCertificateIsReplaced() throws IOException {
        SampleBank.furnish("bank-a", home, enrolment);
        Files.delete(home.resolve("identity/participant.crt"));
        Files.delete(enrolment.resolve("bank-a.crt"));

        SampleBank.furnish("bank-a", home, enrolment);

        assertThat(ParticipantIdentity.load(home.resolve("identity")).name()).isEqualTo("bank-a");
    }

    @Test
    void theAggregatorGetsAKeyOnceAndTheOperatorItsCertificate() throws IOException {
        SampleAggregator.main(new String[] {home.toString(), enrolment.toString()});
        ParticipantIdentity before = ParticipantIdentity.load(home.resolve("identity"));

        SampleAggregator.main(new String[] {home.toString(), enrolment.toString()});

        assertThat(names(enrolment)).containsExactly("aggregator.crt");
        assertThat(enrolment.resolve("aggregator.crt"))
                .hasSameTextualContentAs(home.resolve("identity/participant.crt"));
        assertThat(ParticipantIdentity.load(home.resolve("identity")).certificate())
                .isEqualTo(before.certificate());
    }
}
