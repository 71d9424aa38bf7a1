package io.weir.client.internal;

import static io.weir.client.Fixtures.BANK_A;
import static io.weir.client.Fixtures.BANK_B;
import static io.weir.client.Fixtures.FEDERATION;
import static io.weir.client.Fixtures.NOW;
import static io.weir.client.Fixtures.entry;
import static io.weir.client.Fixtures.failed;
import static io.weir.client.Fixtures.head;
import static io.weir.client.Fixtures.parameters;
import static io.weir.client.Fixtures.round;
import static io.weir.client.Fixtures.sealed;
import static io.weir.client.Fixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.wire.Codec;
import io.weir.wire.CohortMember;
import io.weir.wire.FederationSettings;
import io.weir.wire.FederationState;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.ParticipantState;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundTask;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class RoundDeciderTest {
    private static final long WAIT_MS = 1000;
    private static final long NOW_MS = NOW.toEpochMilli();

    private final FederationView view = new FederationView(FEDERATION, "bank-a");
    private final RoundDecider decider =
            new RoundDecider("bank-a", BANK_A.publicKey(), WAIT_MS, Optional.empty(), Optional.empty());

    private void apply(SpecificRecord... records) {
        for (SpecificRecord record : records) {
            view.apply("any", Optional.of(record), NOW_MS);
        }
    }

    private static Optional<Model> model(long version) {
        return Optional.of(new Model(head(version), parameters(version)));
    }

    private Decision decide(Optional<Model> model, long nowMs) {
        return decider.decide(view, model, Set.of(), nowMs);
    }

    private String skipReason(Optional<Model> model) {
        return ((Decision.Skip) decide(model, NOW_MS)).reason();
    }

    private String waitReason(Optional<Model> model) {
        return ((Decision.Wait) decide(model, NOW_MS)).reason();
    }

    @Test
    void playsAnOpenRoundWhoseModelIsThere() {
        apply(settings(5), entry(BANK_A), round(1).build());

        assertThat(decide(model(0), NOW_MS)).isInstanceOf(Decision.Play.class);
    }

    @Test
    void playsTheOldestOpenRoundThatIsNotHandled() {
        RoundOpened second =
                round(2).setBaseVersion(0).setBaseDigest(head(0).getDigest()).build();
        apply(settings(5), entry(BANK_A), second, round(1).build());

        Decision decision = decider.decide(view, model(0), Set.of(1L), NOW_MS);

        assertThat(((Decision.Play) decision).round().number()).isEqualTo(2);
    }

    @Test
    void waitsForTheModelOnlySoLong() {
        apply(settings(5), entry(BANK_A), round(2).build());

        assertThat(decide(model(0), NOW_MS + WAIT_MS)).isInstanceOf(Decision.Wait.class);
        assertThat(decide(model(0), NOW_MS + WAIT_MS + 1)).isInstanceOf(Decision.Skip.class);
    }

    @Test
    void leavesARoundOutWhoseModelIsOld() {
        apply(settings(5), entry(BANK_A), round(2).build());

        assertThat(skipReason(model(7))).contains("starts from model version 1, the newest is 7 already");
    }

    @Test
    void leavesARoundOutThatNamesAnotherKey() {
        CohortMember imposter = new CohortMember("bank-a", ByteBuffer.wrap(BANK_B.publicKey()));
        apply(settings(5), entry(BANK_A), round(1).setCohort(List.of(imposter)).build());

        assertThat(skipReason(model(0))).contains("enrolled 'bank-a' with another key");
    }

    @Test
    void leavesARoundOutThatAsksForMoreThanThisVersionKnows() {
        apply(settings(5), entry(BANK_A), round(1).setCodec(Codec.RLWE).build());
        assertThat(skipReason(model(0))).contains("codec RLWE").contains("install a newer participant");

        apply(sealed(round(1).build()), round(2).setTask(RoundTask.UNKNOWN).build());
        assertThat(skipReason(model(1))).contains("task is not known");
    }

    @Test
    void leavesARoundOutWhoseLengthIsNotTheManifests() {
        apply(settings(5), entry(BANK_A), round(1).setParameterCount(8).build());

        assertThat(skipReason(model(0))).contains("asks for 8 parameters, the manifest has 7");
    }

    @Test
    void leavesARoundOutThatBeganBeforeItsEnrolment() {
        apply(settings(5), entry(BANK_A), round(1).setCohort(List.of()).build());

        assertThat(skipReason(model(0))).contains("cohort was fixed before 'bank-a' was enrolled");
    }

    @Test
    void saysWhatItWaitsFor() {
        assertThat(waitReason(model(0))).contains("settings are not in its control topic yet");
        apply(settings(5));
        assertThat(waitReason(model(0))).startsWith("not enrolled:");
        apply(ParticipantEntry.newBuilder(entry(BANK_A))
                .setState(ParticipantState.REVOKED)
                .build());
        assertThat(waitReason(model(0))).contains("revoked 'bank-a'");
        apply(entry(BANK_A));
        assertThat(waitReason(model(0))).isEqualTo("no round is open");
        apply(FederationSettings.newBuilder(settings(5))
                .setState(FederationState.PAUSED)
                .build());
        assertThat(waitReason(model(0))).contains("paused");
    }

    @Test
    void isCompleteOnceTheLastRoundsModelIsThere() {
        apply(settings(2), entry(BANK_A), sealed(round(2).build()));

        assertThat(decide(model(1), NOW_MS)).isInstanceOf(Decision.Wait.class);
        assertThat(decide(model(2), NOW_MS)).isInstanceOf(Decision.Complete.class);
        assertThat(decide(model(1), NOW_MS + WAIT_MS + 1))
                .as("no model comes of it")
                .isInstanceOf(Decision.Complete.class);
    }

    @Test
    void isCompleteOnceTheLastRoundHasFailed() {
        apply(settings(2), entry(BANK_A), sealed(round(1).build()), failed(round(2).build()));

        assertThat(decide(model(1), NOW_MS)).isInstanceOf(Decision.Complete.class);
    }

    @Test
    void isNotCompleteBeforeTheLastRound() {
        apply(settings(3), entry(BANK_A), failed(round(2).build()));

        assertThat(decide(model(1), NOW_MS)).isInstanceOf(Decision.Wait.class);
    }
}
