package io.weir.it;

import io.weir.trainers.data.CsvTable;
import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.FeatureSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/** Card transactions of a few columns; fraud is frequent and shows in amount, hour and country. */
public final class SampleData {
    public static final String LABEL = "fraud";

    private static final String HEADER = "id,amount,hour,country,fraud\n";
    private static final List<String> COUNTRIES = List.of("AT", "DE", "IT", "US");

    private SampleData() {}

    /** Writes one bank's rows; the same name and number of rows give the same file. */
    static Path write(Path file, String bank, int rows) {
        SplittableRandom random = new SplittableRandom(bank.hashCode());
        StringBuilder csv = new StringBuilder(HEADER);
        for (int i = 0; i < rows; i++) {
            boolean fraud = random.nextInt(4) == 0;
            double amount = random.nextDouble() * (fraud ? 400 : 120);
            int hour = fraud && random.nextBoolean() ? random.nextInt(6) : random.nextInt(24);
            String country = i < COUNTRIES.size() ? COUNTRIES.get(i) : COUNTRIES.get(random.nextInt(fraud ? 4 : 3));
            csv.append(
                    String.format(Locale.ROOT, "%s-%d,%.2f,%d,%s,%d\n", bank, i, amount, hour, country, fraud ? 1 : 0));
        }
        return write(file, csv.toString());
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FeatureSchema schema(Path file) {
        return FeatureSchema.infer(CsvTable.load(file), LABEL, Set.of("id"));
    }

    /** With centre and scale of made-up rows that no bank has. */
    static FeatureSchema scaledSchema(Path directory) {
        Path sample = write(directory.resolve("sample.csv"), "nobody", 60);
        FeatureSchema schema = schema(sample);
        return schema.scaledBy(read(sample, schema));
    }

    static Dataset read(Path file, FeatureSchema schema) {
        return Dataset.of(CsvTable.load(file), schema);
    }
}
