package io.weir.privacy.dp.accounting;

import java.util.Arrays;
import java.util.List;

/**
 * The loss of many steps: the sum of independent losses, by Fourier transform on a window (Koskela, Jälkö, Honkela, "Computing Tight Differential Privacy
 * Guarantees Using FFT", 2020). What may fall outside the window, by Chernoff's bound, and what rounding may have lost counts as infinite loss.
 */
final class LossComposition {
    private static final double INTERVAL_MAX = 1e-4;
    private static final int POINTS_MIN = 1 << 15;
    private static final int POINTS_MAX = 1 << 19;
    private static final int SIZE_MAX = 1 << 22;
    /** Points of the first look, which only finds the window's width. */
    private static final int SKETCH = 1 << 12;
    /** Chernoff's λ in units of 1 over the deviation: from, to, factor. */
    private static final double LAMBDA_FROM = 0.05;

    private static final double LAMBDA_TO = 100;
    private static final double LAMBDA_FACTOR = 1.25;
    /** Smaller squares are 0, before they are denormal. */
    private static final double VANISHED = 1e-290;

    private LossComposition() {}

    /** A loss that happens {@code steps} times. */
    record Repeated(SubsampledGaussianLoss loss, long steps) {}

    private record Part(LossMasses masses, long steps) {}

    /** Bounds of the sum, in grid points, outside of which at most {@code 2 * tail} lies. */
    private record Window(long low, long high) {
        double points() {
            return (double) high - low + 1;
        }
    }

    /** The distribution of the sum; {@code tail} is how much of it each end of the window may lose. */
    static LossMasses of(List<Repeated> losses, double tail) {
        double range = losses.stream()
                .mapToDouble(
                        repeated -> repeated.loss().highest() - repeated.loss().lowest())
                .max()
                .orElseThrow();
        double sketched = range / SKETCH;
        double width = window(onGrid(losses, sketched), tail).points() * sketched;
        double interval = Math.max(Math.min(INTERVAL_MAX, width / POINTS_MIN), Math.max(width, range) / POINTS_MAX);
        List<Part> parts = onGrid(losses, interval);
        return convolve(parts, window(parts, tail), tail);
    }

    private static List<Part> onGrid(List<Repeated> losses, double interval) {
        return losses.stream()
                .map(repeated -> new Part(repeated.loss().onGrid(interval), repeated.steps()))
                .toList();
    }

    private static Window window(List<Part> parts, double tail) {
        double interval = parts.get(0).masses().interval();
        double deviation = Math.sqrt(parts.stream()
                .mapToDouble(part -> part.steps() * part.masses().variance())
                .sum());
        double high = parts.stream()
                .mapToDouble(part -> part.steps()
                        * (double) (part.masses().first() + part.masses().masses().length - 1))
                .sum();
        double low = parts.stream()
                .mapToDouble(part -> part.steps() * (double) part.masses().first())
                .sum();
        for (double scaled = LAMBDA_FROM; scaled < LAMBDA_TO; scaled *= LAMBDA_FACTOR) {
            double lambda = scaled / deviation;
            if (parts.stream().allMatch(part -> part.masses().allowsLambda(lambda))) {
                high = Math.min(high, (logMoment(parts, lambda) - Math.log(tail)) / (lambda * interval));
                low = Math.max(low, -(logMoment(parts, -lambda) - Math.log(tail)) / (lambda * interval));
            }
        }
        return new Window((long) Math.floor(low), (long) Math.ceil(high));
    }

    private static double logMoment(List<Part> parts, double lambda) {
        return parts.stream()
                .mapToDouble(part -> part.steps() * part.masses().logMoment(lambda))
                .sum();
    }

    private static LossMasses convolve(List<Part> parts, Window window, double tail) {
        if (window.points() > SIZE_MAX) {
            throw new IllegalArgumentException("the privacy loss of these steps spreads over " + window.points()
                    + " grid points, at most " + SIZE_MAX + " are computed: use more noise");
        }
        int size = Integer.highestOneBit((int) window.points()) * 2;
        FourierTransform transform = new FourierTransform(size);
        double[] real = new double[size];
        double[] imaginary = new double[size];
        Arrays.fill(real, 1);
        double finite = 1;
        double rounding = 0;
        for (Part part : parts) {
            double[] partReal = new double[size];
            double[] partImaginary = new double[size];
            LossMasses masses = part.masses();
            for (int i = 0; i < masses.masses().length; i++) {
                partReal[Math.floorMod(masses.first() + i, size)] += masses.masses()[i];
            }
            transform.forward(partReal, partImaginary);
            multiplyByPower(real, imaginary, partReal, partImaginary, part.steps());
            finite *= Math.pow(1 - masses.infinite(), (double) part.steps());
            rounding += Math.ulp(1.0) * part.steps() * (1 + Integer.numberOfTrailingZeros(size));
        }
        transform.inverse(real, imaginary);
        double[] sum = new double[size];
        for (int i = 0; i < size; i++) {
            sum[i] = Math.max(0, real[Math.floorMod(window.low() + i, size)]);
        }
        return new LossMasses(parts.get(0).masses().interval(), window.low(), sum, 1 - finite + 2 * tail + rounding);
    }

    /** By squaring. */
    private static void multiplyByPower(
            double[] real, double[] imaginary, double[] baseReal, double[] baseImaginary, long power) {
        for (int i = 0; i < real.length; i++) {
            double r = real[i];
            double m = imaginary[i];
            double br = baseReal[i];
            double bm = baseImaginary[i];
            for (long left = power; left > 0; left >>= 1) {
                if ((left & 1) == 1) {
                    double product = r * br - m * bm;
                    m = r * bm + m * br;
                    r = product;
                }
                double square = br * br - bm * bm;
                bm = 2 * br * bm;
                br = square;
                if (br * br + bm * bm < VANISHED) {
                    br = 0;
                    bm = 0;
                }
            }
            real[i] = r;
            imaginary[i] = m;
        }
    }
}
