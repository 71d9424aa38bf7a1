package io.weir.privacy.attestation;

import static io.weir.privacy.attestation.TeeVectors.bytes;
import static io.weir.privacy.attestation.TeeVectors.endorsements;
import static io.weir.privacy.attestation.TeeVectors.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.privacy.attestation.Appraisal.Accepted;
import io.weir.privacy.attestation.Appraisal.Refused;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DcapEvidenceTest {
    private static final Instant JULY_2025 = Instant.parse("2025-07-01T00:00:00Z");
    private static final Instant FEBRUARY_2026 = Instant.parse("2026-02-25T00:00:00Z");
    private static final String QUOTE = "tdx/phala-tdx-v4-quote.dat";
    private static final String COLLATERAL = "tdx/phala-tdx-v4-collateral.json";
    private static final String MRTD =
            "91eb2b44d141d4ece09f0c75c2c53d247a3c68edd7fafe8a3520c942a604a407de03ae6dc5f87f27428b2538873118b7";
    private static final String REPORT_DATA =
            "9a9d48e7f6799642d3d1b34e1e5e1742d4bb02dd6ddd551862c1211d35c304f9eca3efdbb481601c163cf52493d6e44aed55d51ec39b7e518fadb92c2b523f20";
    /** Intel's synthetic chains end in roots of their own. */
    private static final String SAMPLE_SGX_ROOT = "6a3b29fc4ae6ef0e0a9241dc63aeb2a361b15af97a634803dcda3d7358a3e38a";

    private static final String SAMPLE_TDX_ROOT = "b4709133063051f70429aa41e5bd26c6efa0b3cced38fb5935bcf3e27df8fc1a";

    static final AttestationPolicy STRICT = policy("tee=tdx", "measurement=" + MRTD, "report.data=" + REPORT_DATA);

    @Test
    void acceptsACurrentTrustDomain() {
        Appraisal appraisal = AttestationVerifier.verify(bytes(QUOTE), endorsements(COLLATERAL), STRICT, JULY_2025);

        assertThat(appraisal).isInstanceOfSatisfying(Accepted.class, accepted -> {
            Facts facts = accepted.facts();
            assertThat(facts.tee()).isEqualTo(Tee.TDX);
            assertThat(facts.product()).isEqualTo("FMSPC b0c06f000000");
            assertThat(facts.tcbStatus()).contains(TcbStatus.UP_TO_DATE);
            assertThat(facts.unchecked()).isEmpty();
            assertThat(facts.details()).containsKeys("rtmr0", "rtmr3", "xfam");
        });
    }

    /** A quote of version 5, with Intel's own response as TCB info and the rest of another machine's collateral. */
    @Test
    void acceptsVersion5WithCollateralFromSeveralFiles() {
        Appraisal appraisal = AttestationVerifier.verify(
                bytes("tdx/google-tdx-v5-quote.dat"),
                endorsements("tdx/phala-tdx-outdated-collateral.json", "tdx/google-tcbInfo-response-v5.json"),
                policy("tee=tdx"),
                FEBRUARY_2026);

        assertThat(appraisal).isInstanceOfSatisfying(Accepted.class, accepted -> assertThat(
                        accepted.facts().tcbStatus())
                .contains(TcbStatus.UP_TO_DATE));
    }

    /**
     * Its SEAM loader has version 3, and the lowest level that Intel lists asks for 5. Intel's library takes the first level that all
     * versions reach, and where there is none says STATUS_TCB_NOT_SUPPORTED, not OutOfDate (4.1.2.4.17.3 in its QuoteVerifier).
     */
    @Test
    void firmwareBelowAllLevelsHasNoStatusThatAPolicyCouldAccept() {
        byte[] quote = bytes("tdx/phala-tdx-outdated-quote.dat");
        List<Endorsement> collateral = endorsements("tdx/phala-tdx-outdated-collateral.json");
        String all = "intel.tcb.statuses=UpToDate,SWHardeningNeeded,ConfigurationNeeded,"
                + "ConfigurationAndSWHardeningNeeded,OutOfDate,OutOfDateConfigurationNeeded";

        assertThat(AttestationVerifier.verify(quote, collateral, policy("tee=tdx", all), FEBRUARY_2026))
                .satisfies(refusedFor(Reason.TCB_NOT_SUPPORTED))
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.sentence())
                        .contains("SGX component 8 (SEAMLDR ACM) has version 3, the lowest level wants 5"));
        assertThat(AttestationVerifier.verify(
                        quote, collateral, policy("tee=tdx", "intel.tcb.info=unchecked"), FEBRUARY_2026))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.facts().unchecked()).containsExactly("intel.tcb.info"));
    }

    @Test
    void acceptsAnEnclaveWithTheStatusThatIntelGivesIt() {
        byte[] quote = bytes("sgx/phala-sgx-v3-quote.dat");
        List<Endorsement> collateral = endorsements("sgx/phala-sgx-v3-collateral.json");

        assertThat(AttestationVerifier.verify(quote, collateral, policy("tee=sgx"), JULY_2025))
                .satisfies(refusedFor(Reason.TCB_STATUS_NOT_ACCEPTED));
        assertThat(AttestationVerifier.verify(
                        quote,
                        collateral,
                        policy(
                                "tee=sgx",
                                "intel.tcb.statuses=ConfigurationAndSWHardeningNeeded",
                                "register.mr_signer=815f42f11cf64430c30bab7816ba596a1da0130c3b028b673133a66cf9a3e0e6"),
                        JULY_2025))
                .isInstanceOfSatisfying(
                        Accepted.class, accepted -> assertThat(accepted.facts().measurement())
                                .isEqualTo("33d8736db756ed4997e04ba358d27833188f1932ff7b1d156904d3f560452fbb"));
    }

    /** The collateral of 2023 lacks its signer's certificate of that time, so the TCB is left out; revocation is not. */
    @Test
    void acceptsAnOldQuoteByItsSignaturesAndRevocationLists() {
        byte[] quote = bytes("tdx/google-tdx-v4-quote-spr-e4.dat");
        List<Endorsement> lists = endorsements("tdx/google-pckcrl", "tdx/google-rootcrl.der");
        Instant then = Instant.parse("2023-07-01T00:00:00Z");
        String[] lax = {"tee=tdx", "intel.tcb.info=unchecked", "tdx.sept.ve.disable=any", "trailing.bytes=any"};

        assertThat(AttestationVerifier.verify(quote, lists, policy(lax), then))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.facts().unchecked()).containsExactly("intel.tcb.info"));
        assertThat(AttestationVerifier.verify(quote, lists, policy(lax[0], lax[1], lax[2]), then))
                .satisfies(refusedFor(Reason.MALFORMED_EVIDENCE));
        assertThat(AttestationVerifier.verify(quote, lists, policy(lax[0], lax[1], lax[3]), then))
                .satisfies(refusedFor(Reason.ATTRIBUTES_NOT_ACCEPTED));
        assertThat(AttestationVerifier.verify(
                        quote,
                        Stream.concat(
                                        lists.stream(),
                                        endorsements(
                                                COLLATERAL,
                                                "tdx/google-tcbInfo-response.json",
                                                "tdx/google-qeIdentity-response.json")
                                                .stream())
                                .toList(),
                        policy("tee=tdx", "revocation=unchecked", lax[2], lax[3]),
                        then))
                .satisfies(refusedFor(Reason.CERTIFICATE_EXPIRED));
    }

    @Test
    void acceptsAQuoteThatZerosFollow() {
        Appraisal appraisal = AttestationVerifier.verify(
                bytes("tdx/google-cos113-tdx-quote.dat"),
                endorsements(COLLATERAL),
                policy("tee=tdx", "intel.tcb.info=unchecked", "report.data=" + "0".repeat(128)),
                JULY_2025);

        assertThat(appraisal).isInstanceOf(Accepted.class);
    }

    @Test
    void acceptsIntelsSampleEnclaveUnderItsOwnRootOnly() {
        byte[] quote = bytes("intel-sample/sgx-quote.dat");
        List<Endorsement> files = endorsements(
                "intel-sample/sgx-pckCert.pem",
                "intel-sample/sgx-pckSignChain.pem",
                "intel-sample/sgx-tcbSignChain.pem",
                "intel-sample/sgx-rootCaCrl.der",
                "intel-sample/sgx-intermediateCaCrl.der",
                "intel-sample/sgx-tcbInfo.json",
                "intel-sample/sgx-qeIdentity.json");
        Instant at = Instant.parse("2025-01-01T00:00:00Z");

        assertThat(AttestationVerifier.verify(quote, files, policy("tee=sgx", "roots=" + SAMPLE_SGX_ROOT), at))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.facts().tcbStatus()).contains(TcbStatus.UP_TO_DATE));
        assertThat(AttestationVerifier.verify(quote, files, policy("tee=sgx"), at))
                .satisfies(refusedFor(Reason.UNTRUSTED_ROOT));
    }

    /** Its TCB info names versions above 255, which the hardware cannot hold: only without it does the sample verify. */
    @Test
    void acceptsIntelsSampleTrustDomainWithoutItsImpossibleTcbInfo() {
        byte[] quote = bytes("intel-sample/tdx-quote.dat");
        List<Endorsement> files = endorsements(
                "intel-sample/tdx-pckCert.pem",
                "intel-sample/tdx-pckSignChain.pem",
                "intel-sample/tdx-tcbSignChain.pem",
                "intel-sample/tdx-rootCaCrl.der",
                "intel-sample/tdx-intermediateCaCrl.der",
                "intel-sample/tdx-tcbInfo.json",
                "intel-sample/tdx-qeIdentity.json");
        Instant at = Instant.parse("2025-01-01T00:00:00Z");
        String[] lax = {"tee=tdx", "roots=" + SAMPLE_TDX_ROOT, "tdx.sept.ve.disable=any", "intel.tcb.info=unchecked"};

        assertThat(AttestationVerifier.verify(quote, files, policy(lax), at)).isInstanceOf(Accepted.class);
        assertThat(AttestationVerifier.verify(quote, files, policy(lax[0], lax[1], lax[2]), at))
                .satisfies(refusedFor(Reason.MALFORMED_ENDORSEMENT));
    }

    private static Consumer<Appraisal> refusedFor(Reason reason) {
        return appraisal -> assertThat(appraisal)
                .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.reason())
                        .as(refused.sentence())
                        .isEqualTo(reason));
    }
}
