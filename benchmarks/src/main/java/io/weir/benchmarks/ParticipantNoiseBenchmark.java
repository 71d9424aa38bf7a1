package io.weir.benchmarks;

import io.weir.privacy.dp.GridClip;
import io.weir.privacy.dp.NoisyGrid;
import io.weir.privacy.dp.ParticipantNoise;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What noise for whole participants costs a participant in a round, for a million parameters. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ParticipantNoiseBenchmark {
    private static final int PARAMETERS = 1_000_000;
    private static final int SHARES = 10;

    /** 25 of an F32 in the clear, 28 of a mask and 20 of RLWE among ten. */
    @Param({"20", "25", "28"})
    private int valueBits;

    private final float[] update = new float[PARAMETERS];
    private final byte[] seed = new byte[32];
    private NoisyGrid grid;
    private NoisyGrid tree;

    @Setup
    public void draw() {
        Random random = new Random(1);
        for (int i = 0; i < PARAMETERS; i++) {
            update[i] = (float) (random.nextGaussian() / 1000);
        }
        grid = NoisyGrid.fitting(valueBits, 0.9, 1, SHARES, PARAMETERS, 1, false);
        tree = NoisyGrid.fitting(valueBits, 0.9, 1, SHARES, PARAMETERS, 10, false);
    }

    @Benchmark
    public long[] clip() {
        return GridClip.clipped(update, grid);
    }

    @Benchmark
    public long[] clipAndNoise() {
        long[] steps = GridClip.clipped(update, grid);
        ParticipantNoise.add(steps, grid, seed);
        return steps;
    }

    /** The dearest step of a thousand: nine nodes end, one begins. */
    @Benchmark
    public long[] clipAndTree() {
        long[] steps = GridClip.clipped(update, tree);
        ParticipantNoise.addTree(steps, tree, seed, 512);
        return steps;
    }
}
