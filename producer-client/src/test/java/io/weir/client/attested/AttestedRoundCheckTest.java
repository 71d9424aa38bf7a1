package io.weir.client.attested;

import static io.weir.client.AttestedFixtures.PAIR;
import static io.weir.client.AttestedFixtures.TEE;
import static io.weir.client.AttestedFixtures.attested;
import static io.weir.client.AttestedFixtures.key;
import static io.weir.client.AttestedFixtures.policy;
import static io.weir.client.AttestedFixtures.topology;
import static io.weir.client.AttestedFixtures.with;
import static io.weir.client.Fixtures.NOW;
import static io.weir.client.Fixtures.round;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.privacy.attestation.PolicyProperties;
import io.weir.privacy.attestation.SimulatedTee;
import io.weir.privacy.hpke.HpkeKeyPair;
import io.weir.schemas.Bytes;
import io.weir.schemas.digest.AttestedDigests;
import io.weir.wire.EnclaveKey;
import io.weir.wire.RoundOpened;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureRound;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class AttestedRoundCheckTest {
    private static final RoundOpened PLAIN = round(1).build();
    private static final RoundOpened ROUND = attested(PLAIN);
    private static final byte[] EPOCH = AttestedDigests.epoch(PLAIN);

    private static AttestedRoundCheck check(Properties policy, Optional<byte[]> topology) {
        return new AttestedRoundCheck(PolicyProperties.read(policy), List.of(), topology, Optional.empty());
    }

    private static String objection(RoundOpened opened) {
        return check(policy(), Optional.empty()).objection(opened, NOW).orElse("");
    }

    private static String objection(String key, String value) {
        Properties policy = policy();
        policy.setProperty(key, value);
        return check(policy, Optional.empty()).objection(ROUND, NOW).orElse("");
    }

    @Test
    void acceptsARoundWhoseKeysAreThoseOfAcceptedPrograms() {
        HpkeKeyPair second = HpkeKeyPair.generate();
        RoundOpened two = with(PLAIN, key(TEE, PAIR, topology(), EPOCH), key(TEE, second, topology(), EPOCH));

        assertThat(objection(ROUND)).isEmpty();
        assertThat(objection(two)).isEmpty();
    }

    @Test
    void refusesAnotherProgram() {
        assertThat(objection("measurement", "ab".repeat(48))).contains("key 1 of 1", "MEASUREMENT_MISMATCH");
    }

    @Test
    void refusesASimulatorWhereHardwareIsWanted() {
        assertThat(objection("tee", "tdx,sev-snp")).contains("TEE_NOT_ACCEPTED");
    }

    @Test
    void refusesAnotherRoot() {
        assertThat(objection("roots", "vendors")).contains("UNTRUSTED_ROOT");
    }

    @Test
    void refusesAKeyThatTheEvidenceIsNotBoundTo() {
        EnclaveKey honest = key(TEE, PAIR, topology(), EPOCH);
        EnclaveKey swapped = EnclaveKey.newBuilder(honest)
                .setHpkeKey(ByteBuffer.wrap(HpkeKeyPair.generate().publicKey().encoded()))
                .build();

        assertThat(objection(with(PLAIN, honest, swapped))).contains("key 2 of 2", "REPORT_DATA_MISMATCH");
    }

    @Test
    void refusesEvidenceOfAnotherRoundOrOfAnotherModel() {
        byte[] lastRound = AttestedDigests.epoch(PLAIN.getFederation(), 0, -1, "");
        byte[] otherModel = AttestedDigests.epoch(PLAIN.getFederation(), 1, 0, "sha256:00");

        assertThat(objection(with(PLAIN, key(TEE, PAIR, topology(), lastRound))))
                .contains("REPORT_DATA_MISMATCH");
        assertThat(objection(with(PLAIN, key(TEE, PAIR, topology(), otherModel))))
                .contains("REPORT_DATA_MISMATCH");
    }

    @Test
    void refusesEvidenceThatWasChanged() {
        EnclaveKey key = key(TEE, PAIR, topology(), EPOCH);
        byte[] evidence = Bytes.copy(key.getEvidence());
        evidence[evidence.length - 1] ^= 1;

        assertThat(objection(with(
                        PLAIN,
                        EnclaveKey.newBuilder(key)
                                .setEvidence(ByteBuffer.wrap(evidence))
                                .build())))
                .contains("EVIDENCE_SIGNATURE");
    }

    @Test
    void refusesAnotherTopologyThanThePinnedOne() {
        byte[] pinned = new byte[32];
        pinned[0] = 1;

        assertThat(check(policy(), Optional.of(pinned)).objection(ROUND, NOW))
                .hasValueSatisfying(why -> assertThat(why).contains("weir.attestation.topology"));
        assertThat(check(policy(), Optional.of(topology())).objection(ROUND, NOW))
                .isEmpty();
    }

    @Test
    void refusesOneKeyTwiceAndNoKey() {
        EnclaveKey key = key(TEE, PAIR, topology(), EPOCH);

        assertThat(objection(with(PLAIN, key, key))).contains("twice");
        assertThat(objection(with(PLAIN))).contains("0 keys");
    }

    /** Otherwise whoever announces rounds would only have to leave the keys out. */
    @Test
    void refusesARoundInTheClear() {
        assertThat(objection(PLAIN)).contains("not attested");
    }

    @Test
    void refusesWhatDoesNotGoWithIt() {
        SecureRound secure = new SecureRound(SecureBackend.MASK, 0, List.of(), List.of(), 1, List.of(), 2, 0, 100L);

        assertThat(objection(
                        RoundOpened.newBuilder(ROUND).setClientMomentum(0.5).build()))
                .contains("client momentum");
        assertThat(objection(RoundOpened.newBuilder(ROUND).setSecure(secure).build()))
                .contains("updates hidden");
    }

    @Test
    void anotherSimulatorIsAnotherRoot() {
        SimulatedTee other = SimulatedTee.create(SimulatedTee.measurement());

        assertThat(objection(with(PLAIN, key(other, PAIR, topology(), EPOCH)))).contains("UNTRUSTED_ROOT");
    }
}
