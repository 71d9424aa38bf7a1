package io.weir.trainers;

/**
 * What differentially private training draws from. Both must be secret and unpredictable: whoever knows the noise takes it
 * off, and whoever knows the rows of a step gains what sampling is credited with.
 */
public interface GradientNoise {
    /** Returns 64 random bits, to choose a step's rows with. */
    long nextBits();

    /**
     * Adds independent Gaussian noise of deviation {@code multiplier · clip} to every value.
     *
     * @param sum a sum of gradients that one row changes by at most {@code clip} in Euclidean norm
     */
    void add(float[] sum, double clip, double multiplier);
}
