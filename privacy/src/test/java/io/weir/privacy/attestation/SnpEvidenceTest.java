package io.weir.privacy.attestation;

import static io.weir.privacy.attestation.TeeVectors.bytes;
import static io.weir.privacy.attestation.TeeVectors.endorsements;
import static io.weir.privacy.attestation.TeeVectors.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.privacy.attestation.Appraisal.Accepted;
import io.weir.privacy.attestation.Appraisal.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SnpEvidenceTest {
    private static final Instant AT = Instant.parse("2026-03-01T00:00:00Z");
    private static final String[] LAX = {"tee=sev-snp", "revocation=unchecked", "migration=allowed"};
    private static final String[] MILAN = {
        "sev-snp/ms-milan-vcek.pem", "sev-snp/ms-milan-ask.pem", "sev-snp/ms-milan-ark.pem"
    };

    @ParameterizedTest
    @CsvSource({
        "ms-milan-report.bin, ms-milan-vcek.pem, ask_ark_milan.pem, Milan, 5feee30d6d7e1a29f403d70a4198237d",
        "ms-genoa-report.bin, ms-genoa-vcek.pem, ask_ark_genoa.pem, Genoa, 5feee30d6d7e1a29f403d70a4198237d",
        "ms-turin-report.bin, ms-turin-vcek.pem, ask_ark_turin_vcek.pem, Turin, 6d6c354511d6f7c6d7504668903dc5bd",
        "ms-turin-report.bin, ms-turin-vcek.pem, virtee-turin-cert-chain.pem, Turin, 6d6c354511d6f7c6d7504668903dc5bd",
        "virtee-milan-report.hex, virtee-milan-vcek.der, google-milan-cert-chain.pem, Milan, 7a1e5c266c0108dbc9bb94fa"
    })
    void acceptsRealReports(String report, String vcek, String chain, String product, String measurement) {
        Appraisal appraisal = AttestationVerifier.verify(
                bytes("sev-snp/" + report),
                endorsements("sev-snp/" + vcek, "sev-snp/" + chain),
                policy("tee=sev-snp", "revocation=unchecked"),
                AT);

        assertThat(appraisal).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.facts().tee()).isEqualTo(Tee.SEV_SNP);
            assertThat(accepted.facts().product()).isEqualTo(product);
            assertThat(accepted.facts().measurement()).startsWith(measurement);
            assertThat(accepted.facts().unchecked()).containsExactly("revocation");
        });
    }

    /** This report was made for a guest that its owner lets be debugged: signed by AMD's hardware, and worth nothing. */
    @Test
    void refusesARealReportOfADebuggedGuest() {
        byte[] report = bytes("sev-snp/google-milan-report.bin");
        List<Endorsement> chain = endorsements("sev-snp/google-milan-vcek.der", "sev-snp/google-milan-cert-chain.pem");

        assertThat(AttestationVerifier.verify(report, chain, policy(LAX), AT))
                .satisfies(refusedFor(Reason.DEBUG_ENABLED));
        assertThat(AttestationVerifier.verify(
                        report, chain, policy("tee=sev-snp", "revocation=unchecked", "debug=allowed"), AT))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void choosesTheChipsCertificateAmongMany() {
        List<Endorsement> all = endorsements(
                "sev-snp/virtee-milan-vcek.der",
                "sev-snp/google-milan-vcek.der",
                "sev-snp/ms-turin-vcek.pem",
                "sev-snp/ms-milan-vcek.pem",
                "sev-snp/asvk_ark_milan_vlek.pem",
                "sev-snp/ask_ark_turin_vcek.pem",
                "sev-snp/ask_ark_milan.pem");

        Appraisal appraisal = AttestationVerifier.verify(bytes("sev-snp/ms-milan-report.bin"), all, policy(LAX), AT);

        assertThat(appraisal).isInstanceOf(Accepted.class);
    }

    static Stream<Arguments> flips() {
        return Stream.of(
                flip("version", 0x000, 3, Reason.UNSUPPORTED_EVIDENCE),
                flip("guest_svn", 0x004, 0, Reason.EVIDENCE_SIGNATURE),
                flip("policy: debugging", 0x00A, 3, Reason.DEBUG_ENABLED),
                flip("policy: migration", 0x00A, 2, Reason.MIGRATION_ENABLED),
                flip("vmpl", 0x030, 0, Reason.VMPL_NOT_ACCEPTED),
                flip("signature_algo", 0x034, 1, Reason.UNSUPPORTED_EVIDENCE),
                flip("current_tcb", 0x038, 0, Reason.TCB_INCONSISTENT),
                flip("report_data", 0x050, 0, Reason.REPORT_DATA_MISMATCH),
                flip("measurement", 0x0BF, 7, Reason.MEASUREMENT_MISMATCH),
                flip("host_data", 0x0C0, 0, Reason.EVIDENCE_SIGNATURE),
                flip("reported_tcb", 0x186, 3, Reason.TCB_BELOW_MINIMUM),
                flip("cpuid_fam_id", 0x188, 0, Reason.CERTIFICATE_MISMATCH),
                flip("chip_id", 0x1A0, 0, Reason.CERTIFICATE_MISMATCH),
                flip("committed_tcb", 0x1E7, 0, Reason.TCB_INCONSISTENT),
                flip("signature", 0x2A0, 0, Reason.EVIDENCE_SIGNATURE),
                flip("signature, upper bytes", 0x2A0 + 71, 0, Reason.MALFORMED_EVIDENCE),
                flip("behind the signature", 0x49F, 0, Reason.MALFORMED_EVIDENCE));
    }

    private static Arguments flip(String field, int at, int bit, Reason reason) {
        return Arguments.of(field, at, bit, reason);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flips")
    void aFlippedBitIsRefusedForItsOwnReason(String field, int at, int bit, Reason reason) {
        byte[] report = bytes("sev-snp/ms-milan-report.bin");
        AttestationPolicy strict = policy(
                "tee=sev-snp",
                "revocation=unchecked",
                "snp.tcb.min=bootloader:4,tee:0,snp:24,microcode:219",
                "report.data=" + "0".repeat(128),
                "measurement=5feee30d6d7e1a29f403d70a4198237ddfb13051a2d6976439487c609388ed7f98189887920ab2fa0096903a0c23fca1");
        assertThat(AttestationVerifier.verify(report, endorsements(MILAN), strict, AT))
                .isInstanceOf(Accepted.class);
        report[at] ^= (byte) (1 << bit);

        Appraisal appraisal = AttestationVerifier.verify(report, endorsements(MILAN), strict, AT);

        assertThat(appraisal).as(field).satisfies(refusedFor(reason));
    }

    @Test
    void refusesCertificatesThatWereChangedOrAreMissingOrExpired() {
        byte[] report = bytes("sev-snp/google-milan-report.bin");
        AttestationPolicy lax = policy("tee=sev-snp", "revocation=unchecked", "debug=allowed");
        byte[] vcek = bytes("sev-snp/google-milan-vcek.der");
        Endorsement chain = endorsements("sev-snp/ask_ark_milan.pem").get(0);
        byte[] changed = vcek.clone();
        changed[changed.length - 1] ^= 1;
        byte[] cut = Arrays.copyOf(vcek, vcek.length - 1);

        assertThat(AttestationVerifier.verify(report, List.of(new Endorsement("changed", changed), chain), lax, AT))
                .satisfies(refusedFor(Reason.CERTIFICATE_SIGNATURE));
        assertThat(AttestationVerifier.verify(report, List.of(new Endorsement("cut", cut), chain), lax, AT))
                .satisfies(refusedFor(Reason.MALFORMED_ENDORSEMENT));
        assertThat(AttestationVerifier.verify(report, List.of(new Endorsement("vcek", vcek)), lax, AT))
                .satisfies(refusedFor(Reason.CERTIFICATE_MISSING));
        assertThat(AttestationVerifier.verify(report, List.of(chain), lax, AT))
                .satisfies(refusedFor(Reason.CERTIFICATE_MISSING));
        Instant later = Instant.parse("2030-01-01T00:00:00Z");
        assertThat(AttestationVerifier.verify(report, List.of(new Endorsement("vcek", vcek), chain), lax, later))
                .satisfies(refusedFor(Reason.CERTIFICATE_EXPIRED));
    }

    @Test
    void refusesARootThatIsNotPinnedAndAMissingRevocationList() {
        byte[] report = bytes("sev-snp/ms-milan-report.bin");

        assertThat(AttestationVerifier.verify(
                        report, endorsements(MILAN), policy("tee=sev-snp", "roots=" + Roots.INTEL_SGX), AT))
                .satisfies(refusedFor(Reason.UNTRUSTED_ROOT));
        assertThat(AttestationVerifier.verify(report, endorsements(MILAN), policy("tee=sev-snp"), AT))
                .satisfies(refusedFor(Reason.CRL_MISSING));
        assertThat(AttestationVerifier.verify(report, endorsements(MILAN), policy("tee=tdx,sgx"), AT))
                .satisfies(refusedFor(Reason.TEE_NOT_ACCEPTED));
    }

    @Test
    void refusesEveryLengthButOne() {
        byte[] report = bytes("sev-snp/ms-milan-report.bin");
        List<Reason> reasons = new ArrayList<>();
        for (int length = 0; length < report.length; length += 37) {
            Appraisal appraisal =
                    AttestationVerifier.verify(Arrays.copyOf(report, length), endorsements(MILAN), policy(LAX), AT);
            reasons.add(((Refused) appraisal).reason());
        }

        assertThat(reasons).containsOnly(Reason.MALFORMED_EVIDENCE, Reason.UNSUPPORTED_EVIDENCE);
    }

    private static Consumer<Appraisal> refusedFor(Reason reason) {
        return appraisal -> assertThat(appraisal)
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.reason())
                        .as(refused.sentence())
                        .isEqualTo(reason));
    }
}
