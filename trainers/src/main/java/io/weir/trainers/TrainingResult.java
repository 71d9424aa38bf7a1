package io.weir.trainers;

/**
 * What one local training produced.
 *
 * @param parameters the trained vector; the update a bank sends is this minus the global parameters
 * @param lossBefore mean weighted cross-entropy on the bank's rows at the global parameters, in nats; NaN after private
 *     training
 * @param lossAfter the same at the trained parameters
 * @param steps gradient steps taken
 * @param examples rows trained on
 */
@SuppressWarnings("ArrayRecordComponent") // handed on to the encoder; never compared
public record TrainingResult(float[] parameters, double lossBefore, double lossAfter, long steps, long examples) {}
