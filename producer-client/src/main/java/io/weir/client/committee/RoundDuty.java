package io.weir.client.committee;

import io.weir.client.secure.AggregatorKeys;
import io.weir.wire.CloseAck;
import io.weir.wire.CommitteeCall;
import io.weir.wire.UpdateShares;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** What a participant does for the committee of one round; what it answers is to be published. */
sealed interface RoundDuty permits DutyRound, DeclinedRound, NoDuty {
    void add(UpdateShares dealt);

    /** What a call leads to, if it is the aggregator's. */
    List<SpecificRecord> answer(CommitteeCall call, AggregatorKeys aggregator);

    List<SpecificRecord> add(CloseAck ack);

    /** Overwrites what is secret. */
    void forget();
}
