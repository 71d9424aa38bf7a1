package io.weir.aggregator.internal.guard;

import io.weir.aggregator.internal.HiddenRound;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.GroupOpening;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureClosing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Openings of sums that are in the clear: nobody has to be asked. */
final class PlainOpenings {
    private PlainOpenings() {}

    static List<GroupOpening> of(SecureClosing closing) {
        RoundOpened opened = closing.getSealed().getOpened();
        byte[] seed = HiddenRound.of(opened).orElseThrow().seed();
        List<GroupOpening> openings = new ArrayList<>();
        for (int group = 0; group < closing.getCall().getGroups().size(); group++) {
            List<ClosedUpdate> updates = closing.getCall().getGroups().get(group);
            if (!updates.isEmpty()) {
                byte[] digest = SecureDigests.close(opened.getFederation(), opened.getRound(), group, updates, seed);
                openings.add(new GroupOpening(
                        group,
                        updates.stream().map(ClosedUpdate::getParticipant).toList(),
                        ByteBuffer.wrap(digest),
                        List.of(),
                        ByteBuffer.allocate(0)));
            }
        }
        return openings;
    }
}
