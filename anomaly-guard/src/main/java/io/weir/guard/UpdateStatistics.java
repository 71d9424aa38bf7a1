package io.weir.guard;

/**
 * What a rule knows of one participant's update; every number was summed over chunks in chunk order.
 *
 * @param participant who sent it
 * @param weight its integer weight in the sum, at least 1
 * @param squaredNorm squared L2 norm, finite and not negative
 * @param signs of its values; {@link Signs#NONE} if the rule asked for none
 */
public record UpdateStatistics(String participant, int weight, double squaredNorm, Signs signs) {
    public UpdateStatistics {
        if (weight < 1) {
            throw new IllegalArgumentException("weight " + weight + " of " + participant + " is not positive");
        }
        if (!(squaredNorm >= 0) || Double.isInfinite(squaredNorm)) {
            throw new IllegalArgumentException("squared norm " + squaredNorm + " of " + participant + " is not finite");
        }
    }

    /** Without signs. */
    public UpdateStatistics(String participant, int weight, double squaredNorm) {
        this(participant, weight, squaredNorm, Signs.NONE);
    }

    /** L2 norm of the update. */
    public double norm() {
        return Math.sqrt(squaredNorm);
    }
}
