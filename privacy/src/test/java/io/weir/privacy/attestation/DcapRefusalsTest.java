package io.weir.privacy.attestation;

import static io.weir.privacy.attestation.TeeVectors.bytes;
import static io.weir.privacy.attestation.TeeVectors.endorsements;
import static io.weir.privacy.attestation.TeeVectors.policy;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.privacy.attestation.Appraisal.Refused;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One real quote, changed in every way. */
class DcapRefusalsTest {
    private static final Instant JULY_2025 = Instant.parse("2025-07-01T00:00:00Z");
    private static final String QUOTE = "tdx/phala-tdx-v4-quote.dat";
    private static final String COLLATERAL = "tdx/phala-tdx-v4-collateral.json";
    private static final AttestationPolicy STRICT = DcapEvidenceTest.STRICT;

    static Stream<Arguments> flips() {
        int signature = 48 + 584 + 4;
        int qe = signature + 64 + 64 + 6;
        return Stream.of(
                Arguments.of("header: version", 0, 3, Reason.UNSUPPORTED_EVIDENCE),
                Arguments.of("header: QE vendor", 12, 0, Reason.UNSUPPORTED_EVIDENCE),
                Arguments.of("header: user data", 28, 0, Reason.EVIDENCE_SIGNATURE),
                Arguments.of("body: tee_tcb_svn", 48, 0, Reason.EVIDENCE_SIGNATURE),
                Arguments.of("body: debugging", 48 + 120, 0, Reason.DEBUG_ENABLED),
                Arguments.of("body: migration", 48 + 123, 5, Reason.MIGRATION_ENABLED),
                Arguments.of("body: SEPT_VE_DISABLE", 48 + 123, 4, Reason.ATTRIBUTES_NOT_ACCEPTED),
                Arguments.of("measurement", 48 + 136, 0, Reason.MEASUREMENT_MISMATCH),
                Arguments.of("report_data", 48 + 520, 0, Reason.REPORT_DATA_MISMATCH),
                Arguments.of("length of the signature data", 48 + 584, 0, Reason.MALFORMED_EVIDENCE),
                Arguments.of("signature", signature, 0, Reason.EVIDENCE_SIGNATURE),
                Arguments.of("attestation key", signature + 64, 0, Reason.ATTESTATION_KEY_MISMATCH),
                Arguments.of("QE report", qe, 0, Reason.QE_REPORT_SIGNATURE),
                Arguments.of("QE signature", qe + 384, 0, Reason.QE_REPORT_SIGNATURE),
                Arguments.of("QE authentication data", qe + 450, 0, Reason.ATTESTATION_KEY_MISMATCH));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flips")
    void aFlippedBitIsRefusedForItsOwnReason(String field, int at, int bit, Reason reason) {
        byte[] quote = bytes(QUOTE);
        quote[at] ^= (byte) (1 << bit);

        Appraisal appraisal = AttestationVerifier.verify(quote, endorsements(COLLATERAL), STRICT, JULY_2025);

        assertThat(appraisal).as(field).satisfies(refusedFor(reason));
    }

    @Test
    void refusesACertificateInTheQuoteThatWasChanged() {
        byte[] quote = bytes(QUOTE);
        int end = new String(quote, ISO_8859_1).indexOf("-----END");
        // The last but one base64 digits hold the end of the certificate's signature.
        quote[end - 8] = (byte) (quote[end - 8] == 'A' ? 'B' : 'A');

        assertThat(AttestationVerifier.verify(quote, endorsements(COLLATERAL), STRICT, JULY_2025))
                .satisfies(refusedFor(Reason.CERTIFICATE_SIGNATURE));
    }

    @Test
    void refusesEveryLengthButTheWhole() {
        byte[] quote = bytes(QUOTE);
        for (int length = 0; length < quote.length - 71; length += 13) {
            assertThat(AttestationVerifier.verify(
                            Arrays.copyOf(quote, length), endorsements(COLLATERAL), STRICT, JULY_2025))
                    .as("%s bytes", length)
                    .satisfies(refusedFor(Reason.MALFORMED_EVIDENCE));
        }
    }

    static Stream<Arguments> collateralChanges() {
        return Stream.of(
                Arguments.of(
                        "\\\"tcbEvaluationDataNumber\\\":17",
                        "\\\"tcbEvaluationDataNumber\\\":18",
                        Reason.COLLATERAL_SIGNATURE),
                Arguments.of(
                        "\"qe_identity_signature\": \"d",
                        "\"qe_identity_signature\": \"e",
                        Reason.COLLATERAL_SIGNATURE),
                Arguments.of("\"tcb_info_signature\": \"0", "\"tcb_info_signature\": \"1", Reason.COLLATERAL_SIGNATURE),
                Arguments.of(
                        "\"root_ca_crl\": \"30820120", "\"root_ca_crl\": \"30820121", Reason.MALFORMED_ENDORSEMENT),
                Arguments.of(
                        "\\\"fmspc\\\":\\\"B0C06F000000", "\\\"fmspc\\\":\\\"B0C06F000001", Reason.COLLATERAL_MISSING),
                Arguments.of("\\\"id\\\":\\\"TD_QE", "\\\"id\\\":\\\"TD_QF", Reason.COLLATERAL_MISSING),
                Arguments.of("\"tcb_info\":", "\"other\":", Reason.COLLATERAL_MISSING),
                Arguments.of("\"pck_crl\":", "\"other\":", Reason.CRL_MISSING));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("collateralChanges")
    void refusesChangedCollateral(String from, String to, Reason reason) {
        String collateral = new String(bytes(COLLATERAL), UTF_8);
        assertThat(collateral).contains(from);
        Endorsement changed =
                new Endorsement("changed", collateral.replace(from, to).getBytes(UTF_8));

        assertThat(AttestationVerifier.verify(bytes(QUOTE), List.of(changed), STRICT, JULY_2025))
                .satisfies(refusedFor(reason));
    }

    @Test
    void refusesARevocationListThatWasChanged() {
        String collateral = new String(bytes(COLLATERAL), UTF_8);
        int end = collateral.indexOf('"', collateral.indexOf("\"pck_crl\": \"") + 12) - 1;
        char digit = collateral.charAt(end) == '0' ? '1' : '0';
        String changed = collateral.substring(0, end) + digit + collateral.substring(end + 1);

        assertThat(AttestationVerifier.verify(
                        bytes(QUOTE), List.of(new Endorsement("changed", changed.getBytes(UTF_8))), STRICT, JULY_2025))
                .satisfies(refusedFor(Reason.CRL_SIGNATURE));
    }

    @Test
    void everythingMustBeValidAtTheGivenTime() {
        Instant after = Instant.parse("2025-07-20T00:00:00Z");
        Instant before = Instant.parse("2025-06-19T10:05:00Z");

        assertThat(AttestationVerifier.verify(bytes(QUOTE), endorsements(COLLATERAL), STRICT, after))
                .satisfies(refusedFor(Reason.CRL_EXPIRED));
        assertThat(AttestationVerifier.verify(bytes(QUOTE), endorsements(COLLATERAL), STRICT, before))
                .satisfies(refusedFor(Reason.COLLATERAL_EXPIRED));
        assertThat(AttestationVerifier.verify(
                        bytes(QUOTE), endorsements(COLLATERAL), policy("tee=tdx", "revocation=unchecked"), after))
                .satisfies(refusedFor(Reason.COLLATERAL_EXPIRED));
        assertThat(AttestationVerifier.verify(
                        bytes(QUOTE),
                        endorsements(COLLATERAL),
                        policy("tee=tdx", "intel.tcb.evaluation.min=18"),
                        JULY_2025))
                .satisfies(refusedFor(Reason.COLLATERAL_EXPIRED));
        assertThat(AttestationVerifier.verify(
                        bytes(QUOTE),
                        endorsements(COLLATERAL),
                        policy("tee=tdx", "roots=" + Roots.AMD_MILAN),
                        JULY_2025))
                .satisfies(refusedFor(Reason.UNTRUSTED_ROOT));
    }

    private static Consumer<Appraisal> refusedFor(Reason reason) {
        return appraisal -> assertThat(appraisal)
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.reason())
                        .as(refused.sentence())
                        .isEqualTo(reason));
    }
}
