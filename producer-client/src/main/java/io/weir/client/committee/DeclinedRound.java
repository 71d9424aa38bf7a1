package io.weir.client.committee;

import io.weir.client.secure.AggregatorKeys;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.CloseAck;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.CommitteeCall;
import io.weir.wire.CommitteeRefusalCode;
import io.weir.wire.CommitteeStage;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateShares;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** A round in which the participant does not serve, though it is called to: it would not send an update of its own there. */
final class DeclinedRound implements RoundDuty {
    private final RoundOpened opened;
    private final MemberRecords records;
    private final String objection;

    DeclinedRound(RoundOpened opened, ParticipantIdentity identity, String objection) {
        this.opened = opened;
        this.records = new MemberRecords(opened.getFederation(), opened.getRound(), identity);
        this.objection = objection;
    }

    @Override
    public void add(UpdateShares dealt) {}

    /** Refuses to close; of shares it has nothing to say. */
    @Override
    public List<SpecificRecord> answer(CommitteeCall call, AggregatorKeys aggregator) {
        List<SpecificRecord> refusals = new ArrayList<>();
        for (int group = 0;
                call.getStage() == CommitteeStage.CLOSE
                        && group < call.getGroups().size();
                group++) {
            List<ClosedUpdate> updates = call.getGroups().get(group);
            if (!updates.isEmpty()) {
                byte[] digest = SecureDigests.close(
                        opened.getFederation(), opened.getRound(), group, updates, Digests.configDigest(opened));
                refusals.add(records.refusal(
                        group, ByteBuffer.wrap(digest), CommitteeRefusalCode.WRONG_COMMITTEE, objection));
            }
        }
        return refusals;
    }

    @Override
    public List<SpecificRecord> add(CloseAck ack) {
        return List.of();
    }

    @Override
    public void forget() {}
}
