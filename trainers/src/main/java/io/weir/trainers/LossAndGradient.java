package io.weir.trainers;

/**
 * An objective's value and its gradient at a point.
 *
 * @param loss the value, in nats
 * @param gradient one partial derivative per parameter, in the parameters' order
 */
@SuppressWarnings("ArrayRecordComponent") // handed from one hot loop to another; never compared
public record LossAndGradient(double loss, float[] gradient) {}
