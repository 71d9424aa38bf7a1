package io.weir.cli.bench.guard;

import io.weir.trainers.TrainingDefaults;

/**
 * What banks do beside training.
 *
 * @param clientMomentum β of {@code m_t = β m_{t−1} + (1 − β) x_t}, which a bank sends in place of its update {@code x_t}
 * @param labelShift the share of a bank's label-shift correction
 */
public record BankTerms(double clientMomentum, double labelShift) {
    /** No momentum, and the correction that banks apply if nothing else is set. */
    public static final BankTerms DEFAULT = new BankTerms(0, TrainingDefaults.LABEL_SHIFT_SHARE);

    public BankTerms {
        if (!(clientMomentum >= 0 && clientMomentum < 1)) {
            throw new IllegalArgumentException("--client-momentum is " + clientMomentum + ": allowed is 0 to below 1");
        }
        if (!(labelShift >= 0 && labelShift <= 1)) {
            throw new IllegalArgumentException("--label-shift is " + labelShift + ": allowed is 0 to 1");
        }
    }
}
