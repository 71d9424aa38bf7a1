package io.weir.privacy.dp;

import java.util.function.LongSupplier;

/** A discrete Gaussian of any small deviation: its magnitude by inversion, its sign by a bit. */
final class TableSampler implements IntegerSampler {
    /** Below, nearly every draw is 0: the grid is too coarse for such noise. */
    static final double DEVIATION_MIN = 1.0 / 64;

    private final InversionTable magnitudes;

    TableSampler(double deviation) {
        this.magnitudes = new InversionTable(bits -> CumulativeDistribution.gaussianMagnitude(deviation, bits));
    }

    @Override
    public long sample(LongSupplier words) {
        long word = words.getAsLong();
        long sign = -(word & 1);
        return (magnitudes.draw(word >>> 1, words) ^ sign) - sign;
    }
}
