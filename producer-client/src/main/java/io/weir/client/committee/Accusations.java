package io.weir.client.committee;

import io.weir.client.secure.HiddenRound;
import io.weir.client.secure.MemberShare;
import io.weir.client.secure.ShareEnvelopes;
import io.weir.privacy.hpke.HpkeKeyPair;
import io.weir.wire.Accusation;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.CommitteeCall;
import io.weir.wire.UpdateShares;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accuses participants whose shares a member cannot use, and shows everyone what it found: nobody has to take its word. What it
 * shows opens its own share of that participant, which is one of the threshold that would be needed.
 */
final class Accusations {
    private static final Logger log = LoggerFactory.getLogger(Accusations.class);

    /** A record takes twice as much. */
    private static final long SHOWN_BYTES_MAX = 8 << 20;

    private final HiddenRound round;
    private final String member;
    private final HpkeKeyPair key;

    Accusations(HiddenRound round, String member, HpkeKeyPair key) {
        this.round = round;
        this.member = member;
        this.key = key;
    }

    List<Accusation> of(CommitteeCall call, SharesBook shares) {
        List<Accusation> accusations = new ArrayList<>();
        long shownBytes = 0;
        for (List<ClosedUpdate> group : call.getGroups()) {
            for (ClosedUpdate update : group) {
                if (shares.of(update) instanceof MemberShare.Unusable unusable) {
                    shownBytes += unusable.found().map(Accusations::sizeBytes).orElse(0L);
                    boolean shown = shownBytes <= SHOWN_BYTES_MAX;
                    log.atWarn()
                            .addKeyValue("round", call.getRound())
                            .addKeyValue("participant", update.getParticipant())
                            .addKeyValue("code", unusable.code())
                            .addKeyValue("shown", shown)
                            .log("shares cannot be used");
                    if (shown) {
                        accusations.add(accusation(update.getParticipant(), unusable));
                    }
                }
            }
        }
        return accusations;
    }

    private static long sizeBytes(UpdateShares shares) {
        return shares.getEnvelopes().stream()
                .mapToLong(envelope -> envelope.getSealed().remaining())
                .sum();
    }

    private Accusation accusation(String participant, MemberShare.Unusable unusable) {
        byte[] disclosure = unusable.found()
                .map(found -> ShareEnvelopes.disclose(round, found, member, key))
                .orElse(new byte[0]);
        return new Accusation(
                participant,
                unusable.code(),
                unusable.detail(),
                unusable.found().orElse(null),
                ByteBuffer.wrap(disclosure));
    }
}
