package io.weir.aggregator.internal.guard;

import io.weir.wire.RoundOpened;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * What the guard is at. {@link Phase} is what its store says of it; a phase takes in what it waits for, and once that is
 * complete, or too late, does what follows and hands over to the next one.
 */
sealed interface GuardPhase permits BetweenRounds, CollectingPhase, CommitteePhase, MeasuringPhase {
    /** Takes in a record; whether it belongs to this phase, so that it is to be kept for a restart. */
    boolean accept(SpecificRecord record);

    /** The round that is open, if one is. */
    Optional<RoundOpened> opened();

    /** What comes next, if this is over. */
    Optional<GuardPhase> next(long nowMs);
}
