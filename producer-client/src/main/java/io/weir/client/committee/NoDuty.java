package io.weir.client.committee;

import io.weir.client.secure.AggregatorKeys;
import io.weir.wire.CloseAck;
import io.weir.wire.CommitteeCall;
import io.weir.wire.UpdateShares;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** A round whose committee does not have the participant, or that is over. */
final class NoDuty implements RoundDuty {
    @Override
    public void add(UpdateShares dealt) {}

    @Override
    public List<SpecificRecord> answer(CommitteeCall call, AggregatorKeys aggregator) {
        return List.of();
    }

    @Override
    public List<SpecificRecord> add(CloseAck ack) {
        return List.of();
    }

    @Override
    public void forget() {}
}
