package io.weir.aggregator.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.testkit.Federation;
import io.weir.aggregator.testkit.HiddenBanks;
import io.weir.schemas.digest.SecureDigests;
import io.weir.wire.ClosedUpdate;
import io.weir.wire.CommitteeCall;
import io.weir.wire.CommitteeStage;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateShares;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class DealtSharesTest {
    private final Federation federation = new Federation(3, 10, 4);
    private final HiddenBanks banks = new HiddenBanks(federation);
    private final RoundOpened opened = federation.opened(1, 1);
    private final UpdateShares ofA = banks.shares(opened, "bank-a");
    private final UpdateShares ofB = banks.shares(opened, "bank-b");
    private final CommitteeCall call = CommitteeCall.newBuilder()
            .setFederation(Federation.NAME)
            .setRound(1)
            .setStage(CommitteeStage.CHECK)
            .setGroups(List.of())
            .setCalledAtMs(0)
            .setDeadlineMs(0)
            .build();

    private static ClosedUpdate named(UpdateShares shares) {
        return new ClosedUpdate(
                shares.getParticipant(), ByteBuffer.allocate(0), ByteBuffer.wrap(SecureDigests.shares(shares)));
    }

    @Test
    void whatCameBeforeTheCallCountsAfterARestartAsWell() {
        DealtShares before = new DealtShares(opened);
        List<SpecificRecord> kept = new ArrayList<>();
        before.accept(ofA).ifPresent(kept::add);
        before.called(call).ifPresent(kept::add);
        before.accept(ofB).ifPresent(kept::add);
        DealtShares after = new DealtShares(opened);

        kept.forEach(after::replay);
        after.accept(ofB);

        for (DealtShares dealt : List.of(before, after)) {
            assertThat(dealt.contains(named(ofA))).isTrue();
            assertThat(dealt.contains(named(ofB))).isFalse();
        }
    }

    @Test
    void onlyWhatItsParticipantSignedCounts() {
        UpdateShares forged =
                UpdateShares.newBuilder(ofA).setSignature(ofB.getSignature()).build();
        DealtShares dealt = new DealtShares(opened);

        assertThat(dealt.accept(forged)).isEmpty();
        assertThat(dealt.contains(named(ofA))).isFalse();
        assertThat(dealt.accept(ofA)).isPresent();
        assertThat(dealt.accept(ofA)).as("a second time").isEmpty();
    }
}
