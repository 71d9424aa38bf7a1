package io.weir.privacy.dp.accounting;

/**
 * The discrete Fourier transform of a power of two (Cooley and Tukey, 1965), in place. Each twiddle factor is computed by itself, so errors grow with the
 * logarithm of the size only, and the bits are the same on every machine.
 */
final class FourierTransform {
    private final int size;
    private final double[] cosines;
    private final double[] sines;

    FourierTransform(int size) {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("size " + size + " is not a power of two");
        }
        this.size = size;
        cosines = new double[Math.max(1, size / 2)];
        sines = new double[Math.max(1, size / 2)];
        for (int k = 0; k < cosines.length; k++) {
            double angle = -2 * Math.PI * k / size;
            cosines[k] = StrictMath.cos(angle);
            sines[k] = StrictMath.sin(angle);
        }
    }

    /** Σⱼ xⱼ e^(−2πijk/n). */
    void forward(double[] real, double[] imaginary) {
        reverseBits(real, imaginary);
        for (int half = 1; half < size; half *= 2) {
            int stride = size / (2 * half);
            for (int start = 0; start < size; start += 2 * half) {
                for (int k = 0; k < half; k++) {
                    double wr = cosines[k * stride];
                    double wi = sines[k * stride];
                    int a = start + k;
                    int b = a + half;
                    double tr = wr * real[b] - wi * imaginary[b];
                    double ti = wr * imaginary[b] + wi * real[b];
                    real[b] = real[a] - tr;
                    imaginary[b] = imaginary[a] - ti;
                    real[a] += tr;
                    imaginary[a] += ti;
                }
            }
        }
    }

    /** The inverse of {@link #forward}: the same with the parts swapped, over n. */
    void inverse(double[] real, double[] imaginary) {
        forward(imaginary, real);
        for (int i = 0; i < size; i++) {
            real[i] /= size;
            imaginary[i] /= size;
        }
    }

    private void reverseBits(double[] real, double[] imaginary) {
        int shift = Integer.numberOfLeadingZeros(size) + 1;
        for (int i = 1; i < size; i++) {
            int j = Integer.reverse(i) >>> shift;
            if (i < j) {
                double swapped = real[i];
                real[i] = real[j];
                real[j] = swapped;
                swapped = imaginary[i];
                imaginary[i] = imaginary[j];
                imaginary[j] = swapped;
            }
        }
    }
}
