package io.weir.cli.demo;

import io.weir.cli.demo.DemoOptions.Source;
import io.weir.cli.demo.DemoOptions.Split;
import io.weir.cli.federation.StatisticsSource;
import io.weir.trainers.data.CsvTable;
import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.FeatureSchema;
import io.weir.trainers.data.Holdout;
import io.weir.trainers.data.InvalidDataException;
import io.weir.trainers.data.PublicSample;
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
 * @param operatorRows rows that no bank has, since the operator took centre and scale of numeric columns from them
 */
record DemoData(FeatureSchema schema, List<Bank> banks, int operatorRows) {
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
        Parts split = split(options);
        List<Dataset> parts = split.banks();
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
        return new DemoData(parts.get(0).schema(), List.copyOf(banks), split.operatorRows());
    }

    private record Parts(List<Dataset> banks, int operatorRows) {}

    private static Parts split(DemoOptions options) {
        if (options.source() instanceof Source.Csv csv) {
            return split(csv, options);
        }
        List<Dataset> banks = TransactionFeatures.perBank(
                TransactionGenerator.generate(TransactionWorld.DEMO, options.seed()), options.banks());
        boolean scaled = options.statistics() == StatisticsSource.SCHEMA;
        return new Parts(
                banks.stream()
                        .map(bank -> scaled ? bank.withScales(TransactionFeatures.SCALED_SCHEMA) : bank)
                        .toList(),
                0);
    }

    private static Parts split(Source.Csv csv, DemoOptions options) {
        CsvTable table = CsvTable.load(csv.file());
        Set<String> drop = new HashSet<>(csv.drop());
        if (csv.split() instanceof Split.ByColumn byColumn) {
            // What tells the banks apart is no feature of their rows.
            drop.add(byColumn.column());
            FeatureSchema schema = FeatureSchema.infer(table, csv.label(), drop);
            return split(Dataset.of(table, schema, Optional.of(byColumn.column())), csv.split(), options);
        }
        return split(Dataset.of(table, FeatureSchema.infer(table, csv.label(), drop)), csv.split(), options);
    }

    private static Parts split(Dataset all, Split split, DemoOptions options) {
        if (options.statistics() == StatisticsSource.ROUND) {
            return new Parts(banks(all, split, options), 0);
        }
        PublicSample sample = PublicSample.setAside(all, options.seed());
        return new Parts(banks(sample.banks(), split, options), sample.rows());
    }

    private static List<Dataset> banks(Dataset rows, Split split, DemoOptions options) {
        if (split instanceof Split.ByColumn) {
            return List.copyOf(Splits.byColumn(rows).values());
        }
        return split instanceof Split.Dirichlet dirichlet
                ? Splits.dirichlet(rows, dirichlet.alpha(), options.banks(), options.seed())
                : Splits.iid(rows, options.banks(), options.seed());
    }

    /** Where centre and scale come from and what that tells of banks, for people. */
    String preparation() {
        if (!schema.namesScales()) {
            return "banks send sums and counts of their rows in round 0, as they are: neither noise nor budget covers that";
        }
        return "no round of statistics: centre and scale of columns "
                + (operatorRows == 0
                        ? "are known of generated transactions"
                        : "come from " + operatorRows + " rows of the operator, which no bank has");
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
