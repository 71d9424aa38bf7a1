package io.weir.privacy.attestation;

import static io.weir.privacy.attestation.TeeVectors.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.privacy.attestation.Appraisal.Accepted;
import io.weir.privacy.attestation.Appraisal.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Claims and endorsements that are signed correctly, and refused nevertheless. */
class MadeUpChipTest {
    private static final Instant AT = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant BEFORE = AT.minusSeconds(60);
    private static final Instant AFTER = AT.plusSeconds(60);

    private final MadeUpChip chip = new MadeUpChip(true);
    private final Endorsement current = chip.crl(BEFORE, AFTER, false, true);

    private Object verify(byte[] report, Endorsement crl, String... lines) {
        List<Endorsement> endorsements = new ArrayList<>(List.of(chip.certificates()));
        endorsements.add(crl);
        String[] all = Stream.concat(Stream.of("tee=sev-snp", "roots=" + chip.pin()), Stream.of(lines))
                .toArray(String[]::new);
        return outcome(AttestationVerifier.verify(report, endorsements, policy(all), AT));
    }

    private static Object outcome(Appraisal appraisal) {
        return appraisal instanceof Refused refused ? refused.reason() : Accepted.class;
    }

    @Test
    void isAcceptedWithACurrentRevocationList() {
        assertThat(verify(chip.report(0, 0), current)).isEqualTo(Accepted.class);
    }

    @Test
    void aRevokedIntermediateOrABadListIsRefused() {
        byte[] report = chip.report(0, 0);

        assertThat(verify(report, chip.crl(BEFORE, AFTER, true, true))).isEqualTo(Reason.CERTIFICATE_REVOKED);
        assertThat(verify(report, chip.crl(BEFORE, AFTER, false, false))).isEqualTo(Reason.CRL_SIGNATURE);
        assertThat(verify(report, chip.crl(BEFORE.minusSeconds(60), BEFORE, false, true)))
                .isEqualTo(Reason.CRL_EXPIRED);
        assertThat(verify(report, chip.crl(AFTER, AFTER.plusSeconds(60), false, true)))
                .isEqualTo(Reason.CRL_EXPIRED);
    }

    @Test
    void theNewestListCounts() {
        List<Endorsement> endorsements = new ArrayList<>(List.of(chip.certificates()));
        endorsements.add(chip.crl(BEFORE.minusSeconds(60), AFTER, false, true));
        endorsements.add(chip.crl(BEFORE, AFTER, true, true));

        Appraisal appraisal = AttestationVerifier.verify(
                chip.report(0, 0), endorsements, policy("tee=sev-snp", "roots=" + chip.pin()), AT);

        assertThat(outcome(appraisal)).isEqualTo(Reason.CERTIFICATE_REVOKED);
    }

    @Test
    void whatAnIntermediateSignedThatIsNoAuthorityIsRefused() {
        MadeUpChip other = new MadeUpChip(false);
        List<Endorsement> endorsements = new ArrayList<>(List.of(other.certificates()));
        endorsements.add(other.crl(BEFORE, AFTER, false, true));

        Appraisal appraisal = AttestationVerifier.verify(
                other.report(0, 0), endorsements, policy("tee=sev-snp", "roots=" + other.pin()), AT);

        assertThat(outcome(appraisal)).isEqualTo(Reason.CERTIFICATE_SIGNATURE);
    }

    @Test
    void signedClaimsThatThePolicyDoesNotWantAreRefused() {
        assertThat(verify(chip.report(1 << 19, 0), current)).isEqualTo(Reason.DEBUG_ENABLED);
        assertThat(verify(chip.report(1 << 18, 0), current)).isEqualTo(Reason.MIGRATION_ENABLED);
        assertThat(verify(chip.report(0, 1), current)).isEqualTo(Reason.VMPL_NOT_ACCEPTED);
        assertThat(verify(chip.report(0, 1), current, "snp.vmpl.max=1")).isEqualTo(Accepted.class);
        assertThat(verify(chip.report(0, 0), current, "snp.tcb.min=microcode:201"))
                .isEqualTo(Reason.TCB_BELOW_MINIMUM);
    }

    @Test
    void aReportForNewerFirmwareThanTheCertificateIsRefused() {
        byte[] report = chip.withMicrocode(201).report(0, 0);
        chip.withMicrocode(200);

        assertThat(verify(report, current)).isEqualTo(Reason.CERTIFICATE_MISMATCH);
    }

    @Test
    void anotherVendorsRootIsRefused() {
        assertThat(outcome(AttestationVerifier.verify(
                        chip.report(0, 0), List.of(chip.certificates()), policy("tee=sev-snp"), AT)))
                .isEqualTo(Reason.UNTRUSTED_ROOT);
    }
}
