package io.weir.cli.bench.guard;

import io.weir.trainers.data.CsvTable;
import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.FeatureSchema;
import io.weir.trainers.data.InvalidDataException;
import io.weir.trainers.data.Splits;
import io.weir.trainers.data.TransactionFeatures;
import io.weir.trainers.data.TransactionGenerator;
import io.weir.trainers.data.TransactionWorld;
import java.util.List;
import java.util.Optional;

/** Where a seed's banks come from. */
final class BankSource {
    /** Rows that a bank must have, so that some are left to train on. */
    private static final int ROWS_MIN = 5;

    private static final int DRAWS_MAX = 100;

    private final GuardOptions options;
    private final Optional<Dataset> file;

    BankSource(GuardOptions options) {
        this.options = options;
        this.file = options.data().map(csv -> {
            CsvTable table = CsvTable.load(csv.table().file());
            return Dataset.of(
                    table,
                    FeatureSchema.infer(table, csv.table().label(), csv.table().drop()));
        });
    }

    /** @param labelShift the share of each bank's label-shift correction */
    Banks banks(long seed, double labelShift) {
        return Banks.of(
                file.isPresent() ? divided(file.get(), seed) : generated(seed), labelShift, seed, options.rootRows());
    }

    private List<Dataset> generated(long seed) {
        List<Dataset> parts = TransactionFeatures.perBank(
                TransactionGenerator.generate(TransactionWorld.DEMO, seed), options.participants());
        if (isTooSmall(parts)) {
            throw new InvalidDataException(
                    "a region has too few transactions for a bank of its own: use fewer --participants");
        }
        return parts;
    }

    /** Draws anew where a bank comes out all but empty. */
    private List<Dataset> divided(Dataset rows, long seed) {
        double alpha = options.data().orElseThrow().alpha();
        for (int draw = 0; draw < DRAWS_MAX; draw++) {
            List<Dataset> parts = Splits.dirichlet(rows, alpha, options.participants(), seed + 1_000_003L * draw);
            if (!isTooSmall(parts)) {
                return parts;
            }
        }
        throw new InvalidDataException("Dirichlet(" + alpha + ") leaves a bank of " + options.participants()
                + " all but empty, however often it is drawn: use fewer --participants or a larger --alpha");
    }

    private static boolean isTooSmall(List<Dataset> parts) {
        return parts.stream().anyMatch(part -> part.rows() < ROWS_MIN);
    }
}
