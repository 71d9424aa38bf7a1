package io.weir.cli.demo;

import io.weir.cli.demo.DemoOptions.Source;
import io.weir.cli.demo.DemoOptions.Split;
import io.weir.trainers.data.CsvTable;
import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.FeatureSchema;
import io.weir.trainers.data.Holdout;
import io.weir.trainers.data.InvalidDataException;
import io.weir.trainers.data.Splits;
import io.weir.trainers.data.TransactionFeatures;
import io.weir.trainers.data.TransactionGenerator;
import io.weir.trainers.data.TransactionWorld;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The banks' rows. Each bank holds back one fifth; all figures of quality are taken on the union of what is held back.
 *
 * @param banks in the order of their names
 */
record DemoData(FeatureSchema schema, List<Bank> banks) {
    /** One bank's rows. */
    record Bank(String name, Dataset train, Dataset test) {
        boolean hasOneClass() {
            return train.positives() == 0 || train.positives() == train.rows();
        }
    }

    /**
     * Loads or generates the rows and splits them.
     *
     * @throws InvalidDataException if a file or column is missing or malformed, or a bank comes out empty
     */
    static DemoData load(DemoOptions options) {
        List<Dataset> parts = split(options);
        List<Bank> banks = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            String name = name(i, parts.size());
            Holdout holdout = Splits.holdout(parts.get(i), options.seed() * 1_000_003 + i);
            if (holdout.train().rows() == 0) {
                throw new InvalidDataException("this split leaves " + name + " (of " + parts.size()
                        + " banks) without training rows: use fewer --banks, a larger --dirichlet or another --seed");
            }
            banks.add(new Bank(name, holdout.train(), holdout.test()));
        }
        return new DemoData(parts.get(0).schema(), List.copyOf(banks));
    }

    private static List<Dataset> split(DemoOptions options) {
        if (options.source() instanceof Source.Csv csv) {
            return split(csv, options);
        }
        return TransactionFeatures.perBank(
                TransactionGenerator.generate(TransactionWorld.DEMO, options.seed()), options.banks());
    }

    private static List<Dataset> split(Source.Csv csv, DemoOptions options) {
        CsvTable table = CsvTable.load(csv.file());
        Set<String> drop = new HashSet<>(csv.drop());
        if (csv.split() instanceof Split.ByColumn byColumn) {
            // What tells the banks apart is no feature of their rows.
            drop.add(byColumn.column());
            FeatureSchema schema = FeatureSchema.infer(table, csv.label(), drop);
            Dataset rows = Dataset.of(table, schema, Optional.of(byColumn.column()));
            return List.copyOf(Splits.byColumn(rows).values());
        }
        Dataset rows = Dataset.of(table, FeatureSchema.infer(table, csv.label(), drop));
        return csv.split() instanceof Split.Dirichlet dirichlet
                ? Splits.dirichlet(rows, dirichlet.alpha(), options.banks(), options.seed())
                : Splits.iid(rows, options.banks(), options.seed());
    }

    /** bank-a to bank-z, then bank-001 and so on for more. */
    static String name(int index, int banks) {
        return banks <= 26 ? "bank-" + (char) ('a' + index) : String.format("bank-%03d", index + 1);
    }

    Dataset test() {
        return Dataset.union(banks.stream().map(Bank::test).toList());
    }

    Dataset train() {
        return Dataset.union(banks.stream().map(Bank::train).toList());
    }
}
