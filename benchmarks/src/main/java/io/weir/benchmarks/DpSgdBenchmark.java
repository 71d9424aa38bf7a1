package io.weir.benchmarks;

import io.weir.privacy.dp.VectorNoise;
import io.weir.privacy.field.KeyStream;
import io.weir.trainers.DpSgdConfig;
import io.weir.trainers.GradientNoise;
import io.weir.trainers.LocalTraining;
import io.weir.trainers.ModelSpec;
import io.weir.trainers.Optimizer;
import io.weir.trainers.TabularModel;
import io.weir.trainers.TrainingConfig;
import io.weir.trainers.TrainingResult;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The same number of steps of a local training with and without differential privacy: 4800 rows of 90 inputs. Ten epochs, so
 * that the losses which plain training reports weigh little.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DpSgdBenchmark {
    private static final int ROWS = 4_800;
    private static final int WIDTH = 90;

    @Param({"logreg", "mlp"})
    private String model;

    @Param({"64", "480"})
    private int batchSize;

    private final float[] x = new float[ROWS * WIDTH];
    private final float[] labels = new float[ROWS];
    private float[] parameters;
    private TrainingConfig config;
    private LocalTraining training;
    private GradientNoise noise;

    @Setup
    public void data() {
        SplittableRandom random = new SplittableRandom(1);
        TabularModel tabular = ModelSpec.parse(model).forInputs(WIDTH);
        parameters = new float[tabular.parameterCount()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) (random.nextDouble() - 0.5) / 5;
        }
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (2 * random.nextDouble() - 1);
        }
        for (int row = 0; row < ROWS; row++) {
            labels[row] = random.nextInt(2);
        }
        config = TrainingConfig.of(10, batchSize, 0.001, Optimizer.SGD).withMomentum(0.9);
        training = new LocalTraining(tabular);
        noise = new Noise();
    }

    private static final class Noise implements GradientNoise {
        private final KeyStream coins = new KeyStream(new byte[32], "coins", 0);
        private final VectorNoise vectors = new VectorNoise(new KeyStream(new byte[32], "noise", 0));

        @Override
        public long nextBits() {
            return coins.next();
        }

        @Override
        public void add(float[] sum, double clip, double multiplier) {
            vectors.add(sum, clip, multiplier);
        }
    }

    @Benchmark
    public TrainingResult plain() {
        return training.train(parameters, x, labels, config);
    }

    @Benchmark
    public TrainingResult differentiallyPrivate() {
        return training.trainPrivately(parameters, x, labels, config, new DpSgdConfig(1, 1.3), noise);
    }
}
