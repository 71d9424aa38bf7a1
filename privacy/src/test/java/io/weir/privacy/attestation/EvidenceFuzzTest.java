package io.weir.privacy.attestation;

import static io.weir.privacy.attestation.TeeVectors.bytes;
import static io.weir.privacy.attestation.TeeVectors.endorsements;
import static io.weir.privacy.attestation.TeeVectors.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.privacy.attestation.Appraisal.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Whatever is given, the verifier answers; and no changed bit makes it say something else than before, unless it refuses. */
class EvidenceFuzzTest {
    private static final Instant JULY_2025 = Instant.parse("2025-07-01T00:00:00Z");
    private static final Instant MARCH_2026 = Instant.parse("2026-03-01T00:00:00Z");
    private static final AttestationPolicy TDX = policy("tee=tdx");
    private static final AttestationPolicy SNP = policy("tee=sev-snp", "revocation=unchecked", "migration=allowed");
    private static final int FLIPS = 300;

    private final Random random = new Random(20260301);

    @Test
    void noFlippedBitOfAReportIsAccepted() {
        byte[] report = bytes("sev-snp/ms-turin-report.bin");
        List<Endorsement> chain = endorsements("sev-snp/ms-turin-vcek.pem", "sev-snp/ask_ark_turin_vcek.pem");

        for (int i = 0; i < FLIPS; i++) {
            assertThat(AttestationVerifier.verify(flipped(report), chain, SNP, MARCH_2026))
                    .isInstanceOf(Refused.class);
        }
    }

    /** Some bits stand for nothing, such as those between the lines of PEM. */
    @Test
    void noFlippedBitOfAQuoteOrItsCollateralChangesAFact() {
        byte[] quote = bytes("tdx/phala-tdx-v4-quote.dat");
        byte[] collateral = bytes("tdx/phala-tdx-v4-collateral.json");
        Appraisal expected = tdx(quote, collateral);

        for (int i = 0; i < FLIPS; i++) {
            refusedOr(expected, tdx(flipped(quote), collateral));
            refusedOr(expected, tdx(quote, flipped(collateral)));
        }
    }

    @Test
    void noFlippedBitOfACertificateIsAccepted() {
        byte[] report = bytes("sev-snp/virtee-milan-report.hex");
        byte[] vcek = bytes("sev-snp/virtee-milan-vcek.der");
        Endorsement chain = endorsements("sev-snp/ask_ark_milan.pem").get(0);

        for (int i = 0; i < FLIPS; i++) {
            assertThat(AttestationVerifier.verify(
                            report, List.of(new Endorsement("vcek", flipped(vcek)), chain), SNP, MARCH_2026))
                    .isInstanceOf(Refused.class);
        }
    }

    @Property(tries = 300)
    void anyBytesAreAnswered(@ForAll @Size(max = 2000) byte[] evidence, @ForAll @Size(max = 400) byte[] endorsement) {
        Appraisal appraisal = AttestationVerifier.verify(
                evidence, List.of(new Endorsement("any", endorsement)), policy("tee=tdx,sgx,sev-snp"), MARCH_2026);

        assertThat(appraisal).isInstanceOf(Refused.class);
    }

    private static Appraisal tdx(byte[] quote, byte[] collateral) {
        return AttestationVerifier.verify(quote, List.of(new Endorsement("collateral", collateral)), TDX, JULY_2025);
    }

    private static void refusedOr(Appraisal expected, Appraisal found) {
        if (!(found instanceof Refused)) {
            assertThat(found).isEqualTo(expected);
        }
    }

    private byte[] flipped(byte[] bytes) {
        byte[] changed = bytes.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        return changed;
    }
}
