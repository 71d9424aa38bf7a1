package io.weir.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.testkit.Federation;
import io.weir.aggregator.testkit.SealingBanks;
import io.weir.privacy.attestation.Appraisal;
import io.weir.privacy.attestation.AttestationVerifier;
import io.weir.privacy.attestation.PolicyProperties;
import io.weir.privacy.attestation.ReportData;
import io.weir.privacy.attestation.SimulatedTee;
import io.weir.privacy.hpke.HpkePublicKey;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.AttestedDigests;
import io.weir.wire.Admission;
import io.weir.wire.AggregateSlice;
import io.weir.wire.AttestedRound;
import io.weir.wire.EnclaveKey;
import io.weir.wire.FederationSettings;
import io.weir.wire.QuarantineRecord;
import io.weir.wire.ReasonCode;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sealed updates are judged and summed as they would be in the clear; what is not sealed as it should be is refused. */
class AttestedRoundTopologyTest extends AttestedHarness {
    @Test
    void aRoundIsAnnouncedWithAKeyAndFreshEvidenceOfIt() {
        RoundOpened opened = open("fedavg");

        assertThat(opened.getAttested().getKeys()).hasSize(1);
        EnclaveKey key = opened.getAttested().getKeys().get(0);
        assertThat(key.getTee()).isEqualTo("simulator");
        assertThat(appraise(key, AttestedDigests.epoch(opened))).isInstanceOf(Appraisal.Accepted.class);
        assertThat(appraise(key, AttestedDigests.epoch(Federation.NAME, 1, 0, "sha256:another")))
                .isInstanceOf(Appraisal.Refused.class);
    }

    private Appraisal appraise(EnclaveKey key, byte[] epoch) {
        Properties policy = new Properties();
        policy.setProperty("tee", "simulator");
        policy.setProperty("roots", tee.rootPin());
        policy.setProperty("measurement", HexFormat.of().formatHex(SimulatedTee.measurement()));
        byte[] reportData = ReportData.of(
                HpkePublicKey.of(Bytes.copy(key.getHpkeKey())), TopologyDigest.of(Federation.NAME), epoch);
        return AttestationVerifier.verify(
                Bytes.copy(key.getEvidence()),
                List.of(),
                PolicyProperties.read(policy).withReportData(HexFormat.of().formatHex(reportData)),
                Federation.NOW);
    }

    /** Sums alone, every value at once, and inner products; the harness has no memory for values, so these are read again. */
    @ParameterizedTest
    @ValueSource(strings = {"fedavg", "median", "geometric-median"})
    void sealedUpdatesAreJudgedAndSummedAsTheyWouldBeInTheClear(String rule) {
        RoundOpened opened = open(rule);
        sendAll(opened);
        List<Admission> admitted = verdict().getAdmitted();
        List<Long> sum = sum(aggregates());
        assertThat(quarantine()).isEmpty();
        driver.close();
        log.clear();
        start();

        RoundOpened plain = openFirstRound(rule);
        send(plain, federation.update(plain, "bank-a", vector("bank-a", 1), 10));
        send(plain, federation.update(plain, "bank-b", vector("bank-b", 2), 10));
        send(plain, federation.update(plain, "bank-c", vector("bank-c", 6), 10));

        assertThat(admitted).hasSize(3).isEqualTo(verdict().getAdmitted());
        assertThat(sum).isEqualTo(sum(aggregates()));
    }

    @Test
    void anUpdateInTheClearIsRefusedAndHarmsNobodyElse() {
        RoundOpened opened = open("fedavg");

        send(opened, federation.update(opened, "bank-a", vector("bank-a", 100), 10));
        send(opened, sealing.update(opened, "bank-b", vector("bank-b", 2), 10));
        send(opened, sealing.update(opened, "bank-c", vector("bank-c", 6), 10));

        refusedIs(ReasonCode.NOT_SEALED);
    }

    @Test
    void whatWasSealedInAnothersNameIsRefused() {
        RoundOpened opened = open("fedavg");

        List<UpdateChunk> copied = sealing.sealed(opened, opened, "bank-a", "bank-b", vector("bank-b", 2), 10);
        send(opened, sealing.sent(opened, "bank-a", copied));
        send(opened, sealing.update(opened, "bank-b", vector("bank-b", 2), 10));
        send(opened, sealing.update(opened, "bank-c", vector("bank-c", 6), 10));

        refusedIs(ReasonCode.SEALED_WRONG);
    }

    /** Whoever was shown a round with other terms has sealed for those. */
    @Test
    void whatWasSealedForOtherTermsIsRefused() {
        RoundOpened opened = open("fedavg");
        RoundOpened shown = RoundOpened.newBuilder(opened).setQuorum(1).build();

        send(
                opened,
                sealing.sent(
                        opened, "bank-a", sealing.sealed(opened, shown, "bank-a", "bank-a", vector("bank-a", 1), 10)));
        send(opened, sealing.update(opened, "bank-b", vector("bank-b", 2), 10));
        send(opened, sealing.update(opened, "bank-c", vector("bank-c", 6), 10));

        refusedIs(ReasonCode.SEALED_WRONG);
    }

    @Test
    void aChangedPayloadIsRefusedAlthoughItsHashIsRight() {
        RoundOpened opened = open("fedavg");
        List<UpdateChunk> chunks =
                new ArrayList<>(sealing.sealed(opened, opened, "bank-a", "bank-a", vector("bank-a", 1), 10));
        byte[] changed = Bytes.copy(chunks.get(1).getPayload());
        changed[changed.length - 1] ^= 1;
        chunks.set(1, SealingBanks.with(chunks.get(1), changed));

        send(opened, sealing.sent(opened, "bank-a", chunks));
        send(opened, sealing.update(opened, "bank-b", vector("bank-b", 2), 10));
        send(opened, sealing.update(opened, "bank-c", vector("bank-c", 6), 10));

        refusedIs(ReasonCode.SEALED_WRONG);
    }

    /** Of bank-a; the others are summed. */
    private void refusedIs(ReasonCode reason) {
        Verdict verdict = verdict();
        assertThat(verdict.getRejected()).singleElement().satisfies(rejection -> {
            assertThat(rejection.getParticipant()).isEqualTo("bank-a");
            assertThat(rejection.getReason()).isEqualTo(reason);
        });
        assertThat(quarantine()).isNotEmpty().allSatisfy(record -> {
            assertThat(record.getParticipant()).isEqualTo("bank-a");
            assertThat(record.getReason()).isEqualTo(reason);
        });
        List<AggregateSlice> slices = aggregates();
        assertThat(sum(slices))
                .isEqualTo(Collections.nCopies(10, 80L << slices.get(0).getScaleBits()));
    }

    @Test
    void aSealedUpdateInARoundThatIsNotAttestedIsRefused() {
        RoundOpened opened = openFirstRound("fedavg");
        RoundOpened attested = RoundOpened.newBuilder(opened)
                .setAttested(new AttestedRound(List.of(freshEnclave().key(ByteBuffer.allocate(32)))))
                .build();

        send(
                opened,
                sealing.sent(
                        opened,
                        "bank-a",
                        sealing.sealed(opened, attested, "bank-a", "bank-a", vector("bank-a", 1), 10)));

        assertThat(quarantine()).extracting(QuarantineRecord::getReason).containsOnly(ReasonCode.MALFORMED_RECORD);
    }

    @Test
    void statisticsAreSealedAsWell() {
        create(
                FederationSettings.newBuilder(federation.settings(1, true))
                        .setAttested(true)
                        .build(),
                3);
        marker(0);
        driver.advanceWallClockTime(Duration.ofMillis(100));
        RoundOpened opened = (RoundOpened) rounds().get(0);
        for (String bank : federation.banks()) {
            send(opened, sealing.update(opened, bank, new float[] {1, 2, 3}, 1));
        }

        assertThat(verdict().getAdmitted()).hasSize(3);
        assertThat(aggregates()).hasSize(1);
    }
}
