package io.weir.privacy.attestation;

import static io.weir.privacy.attestation.TeeVectors.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.privacy.attestation.Appraisal.Accepted;
import io.weir.privacy.attestation.Appraisal.Refused;
import io.weir.privacy.hpke.HpkeKeyPair;
import io.weir.privacy.hpke.HpkePublicKey;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedTeeTest {
    private static final Instant AT = Instant.parse("2026-03-01T00:00:00Z");
    private static final HpkePublicKey KEY = HpkeKeyPair.generate().publicKey();
    private static final byte[] DATA = ReportData.of(KEY, new byte[32], new byte[32]);

    private final SimulatedTee tee = SimulatedTee.create(new byte[48]);

    private Appraisal verify(byte[] evidence, String... lines) {
        return AttestationVerifier.verify(evidence, List.of(), policy(lines), AT);
    }

    @Test
    void isAcceptedOnlyWhereThePolicyNamesTheKindAndTheRoot() {
        byte[] evidence = tee.report(DATA).bytes();
        String data = "report.data=" + HexFormat.of().formatHex(DATA);

        assertThat(reason(verify(evidence, "tee=sev-snp,tdx,sgx"))).isEqualTo(Reason.TEE_NOT_ACCEPTED);
        assertThat(reason(verify(evidence, "tee=simulator"))).isEqualTo(Reason.UNTRUSTED_ROOT);
        assertThat(verify(evidence, "tee=simulator", "roots=" + tee.rootPin(), data))
                .isInstanceOfSatisfying(Accepted.class, accepted -> {
                    assertThat(accepted.facts().tee()).isEqualTo(Tee.SIMULATOR);
                    assertThat(accepted.facts().unchecked()).containsExactly("hardware");
                });
    }

    @Test
    void evidenceForAnotherKeyTopologyOrEpochIsRefused() {
        byte[] evidence = tee.report(DATA).bytes();
        byte[] one = new byte[32];
        one[31] = 1;
        List<byte[]> others = List.of(
                ReportData.of(HpkeKeyPair.generate().publicKey(), new byte[32], new byte[32]),
                ReportData.of(KEY, one, new byte[32]),
                ReportData.of(KEY, new byte[32], one));

        assertThat(others).allSatisfy(other -> assertThat(reason(verify(
                        evidence,
                        "tee=simulator",
                        "roots=" + tee.rootPin(),
                        "report.data=" + HexFormat.of().formatHex(other))))
                .isEqualTo(Reason.REPORT_DATA_MISMATCH));
    }

    @Test
    void changedEvidenceIsRefused() {
        byte[] evidence = tee.report(DATA).bytes();
        evidence[20] ^= 1;

        assertThat(reason(verify(evidence, "tee=simulator", "roots=" + tee.rootPin())))
                .isEqualTo(Reason.EVIDENCE_SIGNATURE);
    }

    @Test
    void reportDataNeedsPartsOfOneLength() {
        assertThatThrownBy(() -> ReportData.of(KEY, new byte[31], new byte[32]))
                .hasMessageContaining("31 bytes: needed are 32");
        assertThatThrownBy(() -> tee.report(new byte[63])).isInstanceOf(EvidenceException.class);
    }

    private static Reason reason(Appraisal appraisal) {
        return ((Refused) appraisal).reason();
    }
}
