package io.weir.trainers.internal;

/** Gradient steps over a flat parameter vector. An instance belongs to one local training and keeps its state. */
public interface Optimizers {
    /** Changes {@code parameters} by one step against {@code gradient}, both of the same length. */
    void step(float[] parameters, float[] gradient);

    /** Stochastic gradient descent with heavy-ball momentum; 0 for none. */
    static Optimizers sgd(int size, double learningRate, double momentum) {
        float[] velocity = new float[momentum == 0 ? 0 : size];
        float rate = (float) learningRate;
        float decay = (float) momentum;
        return (parameters, gradient) -> {
            if (decay == 0) {
                for (int i = 0; i < parameters.length; i++) {
                    parameters[i] -= rate * gradient[i];
                }
                return;
            }
            for (int i = 0; i < parameters.length; i++) {
                velocity[i] = decay * velocity[i] + gradient[i];
                parameters[i] -= rate * velocity[i];
            }
        };
    }

    /** Adam (Kingma, Ba 2015, algorithm 1) with its usual constants. */
    static Optimizers adam(int size, double learningRate) {
        return new Adam(size, learningRate);
    }

    /** Adam's moments. */
    final class Adam implements Optimizers {
        private static final float BETA_1 = 0.9f;
        private static final float BETA_2 = 0.999f;
        private static final float EPSILON = 1e-8f;

        private final float[] mean;
        private final float[] square;
        private final double learningRate;
        private double power1 = 1;
        private double power2 = 1;

        private Adam(int size, double learningRate) {
            this.mean = new float[size];
            this.square = new float[size];
            this.learningRate = learningRate;
        }

        @Override
        public void step(float[] parameters, float[] gradient) {
            power1 *= BETA_1;
            power2 *= BETA_2;
            float rate = (float) (learningRate / (1 - power1));
            float correction = (float) (1 / (1 - power2));
            for (int i = 0; i < parameters.length; i++) {
                float g = gradient[i];
                mean[i] = BETA_1 * mean[i] + (1 - BETA_1) * g;
                square[i] = BETA_2 * square[i] + (1 - BETA_2) * g * g;
                parameters[i] -= rate * mean[i] / ((float) Math.sqrt(square[i] * correction) + EPSILON);
            }
        }
    }
}
