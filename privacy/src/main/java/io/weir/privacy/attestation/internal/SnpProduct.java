package io.weir.privacy.attestation.internal;

import io.weir.privacy.attestation.Roots;
import java.util.Arrays;
import java.util.Optional;

/** Generations of AMD's server processors: each has a root, and lays its firmware versions out in its way (AMD 57230). */
enum SnpProduct {
    MILAN("Milan", Roots.AMD_MILAN, 0x19, -1, 0, 1, 6, 7, 64),
    GENOA("Genoa", Roots.AMD_GENOA, 0x19, -1, 0, 1, 6, 7, 64),
    TURIN("Turin", Roots.AMD_TURIN, 0x1A, 0, 1, 2, 3, 7, 8);

    private final String word;
    private final String root;
    private final int family;
    private final int fmcAt;
    private final int bootloaderAt;
    private final int teeAt;
    private final int snpAt;
    private final int microcodeAt;
    private final int hwidBytes;

    SnpProduct(
            String word,
            String root,
            int family,
            int fmcAt,
            int bootloaderAt,
            int teeAt,
            int snpAt,
            int microcodeAt,
            int hwidBytes) {
        this.word = word;
        this.root = root;
        this.family = family;
        this.fmcAt = fmcAt;
        this.bootloaderAt = bootloaderAt;
        this.teeAt = teeAt;
        this.snpAt = snpAt;
        this.microcodeAt = microcodeAt;
        this.hwidBytes = hwidBytes;
    }

    String word() {
        return word;
    }

    /** Pin of the one root key that vouches for this product. */
    String root() {
        return root;
    }

    /** How many bytes of the chip's identity a certificate names. */
    int hwidBytes() {
        return hwidBytes;
    }

    /** Whether a report that names this CPUID family, or none (0), may be of this product. */
    boolean fits(int reportedFamily) {
        return reportedFamily == 0 || reportedFamily == family;
    }

    SnpTcb tcb(byte[] packed) {
        return new SnpTcb(
                fmcAt < 0 ? 0 : packed[fmcAt] & 0xFF,
                packed[bootloaderAt] & 0xFF,
                packed[teeAt] & 0xFF,
                packed[snpAt] & 0xFF,
                packed[microcodeAt] & 0xFF);
    }

    /** By the product name of a VCEK certificate, such as {@code Milan-B0}. */
    static Optional<SnpProduct> of(String productName) {
        return Arrays.stream(values())
                .filter(product -> productName.equals(product.word) || productName.startsWith(product.word + "-"))
                .findFirst();
    }
}
