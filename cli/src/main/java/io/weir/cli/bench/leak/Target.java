package io.weir.cli.bench.leak;

import io.weir.cli.LabelledCsv;
import io.weir.cli.attack.LabelledRows;
import io.weir.cli.attack.Normal;
import io.weir.cli.federation.Manifests;
import io.weir.schemas.model.Initializers;
import io.weir.schemas.model.ModelLayout;
import io.weir.trainers.ModelSpec;
import io.weir.trainers.MultilayerPerceptron;
import io.weir.trainers.data.CsvTable;
import io.weir.trainers.data.Dataset;
import io.weir.trainers.data.Feature;
import io.weir.trainers.data.FeatureSchema;
import io.weir.trainers.data.FederatedStatistics;
import io.weir.trainers.data.Preprocessor;
import io.weir.wire.ModelManifest;
import io.weir.wire.TensorRole;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What is attacked: rows, and the model that is trained on them, as version 0 has it.
 *
 * @param rows that participants draw theirs from
 * @param categories of columns that are one-hot, as ranges of inputs
 * @param parameters of version 0
 */
@SuppressWarnings("ArrayRecordComponent") // handed on to the trainer; never compared
record Target(LabelledRows rows, List<Range> categories, MultilayerPerceptron model, float[] parameters) {
    private static final int HIDDEN = 64;
    private static final int NORMAL_WIDTH = 30;
    private static final int NORMAL_ROWS = 4000;

    /** Inputs from one to before the other. */
    record Range(int from, int to) {}

    static Target of(LeakOptions options) {
        return options.data().map(csv -> ofFile(csv, options.seed())).orElseGet(() -> ofNormalNumbers(options.seed()));
    }

    private static Target ofFile(LabelledCsv csv, long seed) {
        CsvTable table = CsvTable.load(csv.file());
        FeatureSchema schema = FeatureSchema.infer(table, csv.label(), csv.drop());
        Dataset rows = Dataset.of(table, schema);
        float[] inputs = new Preprocessor(FederatedStatistics.of(rows)).transform(rows);
        return of(new LabelledRows(inputs, rows.labels()), schema, seed);
    }

    private static Target ofNormalNumbers(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] inputs = new float[NORMAL_ROWS * NORMAL_WIDTH];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) Normal.next(random);
        }
        float[] labels = new float[NORMAL_ROWS];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = random.nextInt(2);
        }
        List<Feature> features = IntStream.range(0, NORMAL_WIDTH)
                .<Feature>mapToObj(i -> new Feature.Numeric("x" + i))
                .toList();
        return of(new LabelledRows(inputs, labels), new FeatureSchema("y", "0", "1", features), seed);
    }

    private static Target of(LabelledRows rows, FeatureSchema schema, long seed) {
        ModelSpec spec = new ModelSpec(List.of(HIDDEN));
        ModelManifest manifest = Manifests.tabular(spec, schema, seed);
        float[] parameters = new ModelLayout(manifest).gather(TensorRole.TRAINABLE, Initializers.initialise(manifest));
        List<Range> categories = new ArrayList<>();
        int at = 0;
        for (Feature feature : schema.features()) {
            int width = feature.match(
                    numeric -> 1, categorical -> categorical.categories().size());
            if (feature.match(numeric -> false, categorical -> true)) {
                categories.add(new Range(at, at + width));
            }
            at += width;
        }
        return new Target(rows, categories, new MultilayerPerceptron(at, List.of(HIDDEN)), parameters);
    }

    int width() {
        return model.inputWidth();
    }

    int hidden() {
        return model.hidden().get(0);
    }

    /** Different rows, drawn by chance, dealt to participants. */
    List<LabelledRows> draw(int participants, int each, SplittableRandom random) {
        int[] chosen = random.ints(0, rows.rows())
                .distinct()
                .limit((long) participants * each)
                .toArray();
        List<LabelledRows> dealt = new ArrayList<>();
        for (int p = 0; p < participants; p++) {
            float[] inputs = new float[each * width()];
            float[] labels = new float[each];
            for (int i = 0; i < each; i++) {
                int row = chosen[p * each + i];
                System.arraycopy(rows.inputs(), row * width(), inputs, i * width(), width());
                labels[i] = rows.labels()[row];
            }
            dealt.add(new LabelledRows(inputs, labels));
        }
        return dealt;
    }
}
