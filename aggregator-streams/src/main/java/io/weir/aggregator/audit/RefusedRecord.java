package io.weir.aggregator.audit;

import io.weir.wire.ReasonCode;

/**
 * A record of the round topic that does not count.
 *
 * @param participant who is said to have sent it, or empty
 * @param proven whether a valid signature shows that the participant did
 */
public record RefusedRecord(
        int partition, long offset, String participant, ReasonCode reason, String detail, boolean proven) {}
