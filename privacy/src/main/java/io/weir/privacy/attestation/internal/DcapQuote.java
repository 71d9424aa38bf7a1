package io.weir.privacy.attestation.internal;

import io.weir.privacy.attestation.Reason;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * An ECDSA quote of Intel DCAP, version 3, 4 or 5.
 *
 * @param body the enclave's or trust domain's report
 * @param signed bytes that the attestation key's signature covers
 * @param attestationKey x ‖ y on P-256
 * @param qeReport the quoting enclave's report, which vouches for the attestation key
 * @param certificates the chain of the processor's key (PCK) in PEM; empty if the quote carries none
 * @param hasTrailing whether bytes other than zeros follow
 */
record DcapQuote(
        int version,
        Body body,
        byte[] signed,
        byte[] signature,
        byte[] attestationKey,
        byte[] qeReportBytes,
        SgxReport qeReport,
        byte[] qeSignature,
        byte[] qeAuthenticationData,
        Optional<byte[]> certificates,
        boolean hasTrailing) {
    /** What was quoted. */
    sealed interface Body {
        /** An enclave. */
        record Enclave(SgxReport report) implements Body {}

        /** A trust domain. */
        record Domain(TdReport report) implements Body {}
    }

    private static final int HEADER_BYTES = 48;
    private static final int VERSION_MIN = 3;
    private static final int VERSION_MAX = 5;
    private static final int ECDSA_P256 = 2;
    private static final long TEE_SGX = 0;
    private static final long TEE_TDX = 0x81;
    private static final String INTEL_QE_VENDOR = "939a7233f79c4ca9940a0db3957f0607";
    private static final int SIGNATURE_BYTES = 64;
    private static final int PEM_CHAIN = 5;
    private static final int QE_CERTIFICATION = 6;

    /** By the header: also an SGX quote may have as many bytes as a SEV-SNP report. */
    static boolean recognises(byte[] bytes) {
        return bytes.length >= HEADER_BYTES
                && HexFormat.of().formatHex(bytes, 12, 28).equals(INTEL_QE_VENDOR);
    }

    static DcapQuote parse(byte[] bytes) throws Refusal {
        ByteReader in = new ByteReader(bytes);
        int version = in.u16("version");
        supported(version >= VERSION_MIN && version <= VERSION_MAX, "version", version, "3 to 5");
        int keyType = in.u16("attestation key type");
        supported(keyType == ECDSA_P256, "attestation key type", keyType, "2 (ECDSA on P-256)");
        long tee = in.u32("TEE type");
        supported(tee == TEE_SGX || (tee == TEE_TDX && version > VERSION_MIN), "TEE type", tee, "0 (SGX) or 129 (TDX)");
        in.skip("QE SVN, PCE SVN", 4);
        String vendor = HexFormat.of().formatHex(in.bytes("QE vendor", 16));
        if (!vendor.equals(INTEL_QE_VENDOR)) {
            throw new Refusal(
                    Reason.UNSUPPORTED_EVIDENCE,
                    "the quoting enclave's vendor is " + vendor + ": known here is Intel, " + INTEL_QE_VENDOR);
        }
        in.skip("user data", 20);
        Body body = body(in, version, tee);
        byte[] signed = Arrays.copyOf(bytes, in.position());
        ByteReader signature = new ByteReader(in.bytes("signature data", in.u32("length of the signature data")));
        return signatureData(version, body, signed, signature, !isZero(in.bytes("trailing bytes", in.remaining())));
    }

    private static Body body(ByteReader in, int version, long tee) throws Refusal {
        if (version < VERSION_MAX) {
            return tee == TEE_SGX
                    ? new Body.Enclave(SgxReport.parse(in.bytes("report body", SgxReport.BYTES)))
                    : new Body.Domain(TdReport.parse(in.bytes("report body", TdReport.BYTES)));
        }
        int type = in.u16("body type");
        long size = in.u32("body size");
        boolean enclave = type == 1 && tee == TEE_SGX && size == SgxReport.BYTES;
        boolean domain =
                tee == TEE_TDX && ((type == 2 && size == TdReport.BYTES) || (type == 3 && size == TdReport.BYTES_1_5));
        if (!enclave && !domain) {
            throw new Refusal(
                    Reason.UNSUPPORTED_EVIDENCE,
                    "the quote's body has type " + type + " and " + size
                            + " bytes: known here are 1 with 384, 2 with 584 and 3 with 648",
                    Map.of("type", (long) type, "bytes", size));
        }
        byte[] bytes = in.bytes("report body", size);
        return enclave ? new Body.Enclave(SgxReport.parse(bytes)) : new Body.Domain(TdReport.parse(bytes));
    }

    private static DcapQuote signatureData(int version, Body body, byte[] signed, ByteReader in, boolean trailing)
            throws Refusal {
        byte[] signature = in.bytes("quote signature", SIGNATURE_BYTES);
        byte[] attestationKey = in.bytes("attestation key", SIGNATURE_BYTES);
        ByteReader qe = in;
        if (version > VERSION_MIN) {
            int type = in.u16("certification data type");
            supported(type == QE_CERTIFICATION, "certification data type", type, "6 (QE report)");
            qe = new ByteReader(in.bytes("certification data", in.u32("length of the certification data")));
            exhausted(in);
        }
        byte[] qeReport = qe.bytes("QE report", SgxReport.BYTES);
        byte[] qeSignature = qe.bytes("QE report signature", SIGNATURE_BYTES);
        byte[] authentication = qe.bytes("QE authentication data", qe.u16("length of the QE authentication data"));
        int type = qe.u16("certificate data type");
        byte[] certificates = qe.bytes("certificate data", qe.u32("length of the certificate data"));
        exhausted(qe);
        return new DcapQuote(
                version,
                body,
                signed,
                signature,
                attestationKey,
                qeReport,
                SgxReport.parse(qeReport),
                qeSignature,
                authentication,
                type == PEM_CHAIN ? Optional.of(certificates) : Optional.empty(),
                trailing);
    }

    private static void exhausted(ByteReader in) throws Refusal {
        if (in.remaining() > 0) {
            throw new Refusal(
                    Reason.MALFORMED_EVIDENCE,
                    "the lengths inside the quote contradict one another: " + in.remaining()
                            + " bytes belong to no field",
                    Map.of("left", (long) in.remaining()));
        }
    }

    private static boolean isZero(byte[] bytes) {
        for (byte value : bytes) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private static void supported(boolean supported, String field, long value, String allowed) throws Refusal {
        if (!supported) {
            throw new Refusal(
                    Reason.UNSUPPORTED_EVIDENCE,
                    "the evidence is no SEV-SNP report (1184 bytes), and as a quote its " + field + " is " + value
                            + ": known here is " + allowed,
                    Map.of("value", value));
        }
    }
}
