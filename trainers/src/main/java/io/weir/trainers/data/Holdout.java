package io.weir.trainers.data;

/**
 * A bank's rows, divided into those it trains on and those held back to measure quality.
 *
 * @param train rows to train on
 * @param test rows held back
 */
public record Holdout(Dataset train, Dataset test) {}
