package io.weir.privacy.attestation.internal;

import io.weir.privacy.attestation.Reason;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * An attestation report of SEV-SNP (AMD 56860, table ATTESTATION_REPORT), 1184 bytes.
 *
 * @param policy what the guest's owner allows: bit 18 migration agent, bit 19 debugging
 * @param signed bytes that the signature covers
 * @param signature r ‖ s, big-endian, 48 bytes each
 * @param family CPUID family, or 0 before version 3 of the report
 */
record SnpReport(
        int version,
        long policy,
        long vmpl,
        byte[] currentTcb,
        String reportData,
        String measurement,
        String hostData,
        byte[] reportedTcb,
        int family,
        int model,
        byte[] chipId,
        byte[] committedTcb,
        byte[] signed,
        byte[] signature) {
    static final int BYTES = 1184;

    private static final int SIGNED_BYTES = 0x2A0;
    private static final int VERSION_MIN = 2;
    private static final int VERSION_MAX = 5;
    private static final int ECDSA_P384_SHA384 = 1;
    private static final int KEY_INFO_BITS = 0x1F;
    private static final int NUMBER_BYTES = 48;
    private static final int NUMBER_FIELD_BYTES = 72;

    static SnpReport parse(byte[] bytes) throws Refusal {
        if (bytes.length != BYTES) {
            throw new Refusal(
                    Reason.MALFORMED_EVIDENCE,
                    "a SEV-SNP report has " + BYTES + " bytes, this one " + bytes.length,
                    Map.of("bytes", (long) bytes.length, "expectedBytes", (long) BYTES));
        }
        ByteReader in = new ByteReader(bytes);
        long version = in.u32("version");
        unsupportedUnless(version >= VERSION_MIN && version <= VERSION_MAX, "version", version, "2 to 5");
        in.skip("guest_svn", 4);
        long policy = in.u64("policy");
        in.skip("family_id, image_id", 32);
        long vmpl = in.u32("vmpl");
        long algorithm = in.u32("signature_algo");
        unsupportedUnless(algorithm == ECDSA_P384_SHA384, "signature_algo", algorithm, "1 (ECDSA P-384 with SHA-384)");
        byte[] currentTcb = in.bytes("current_tcb", 8);
        in.skip("platform_info", 8);
        long keyInfo = in.u32("author_key_en, mask_chip_key, signing_key") & KEY_INFO_BITS & ~1;
        unsupportedUnless(keyInfo == 0, "mask_chip_key, signing_key", keyInfo, "0: signed with the chip's key (VCEK)");
        in.skip("reserved", 4);
        String reportData = hex(in, "report_data", 64);
        String measurement = hex(in, "measurement", 48);
        String hostData = hex(in, "host_data", 32);
        in.skip("id_key_digest, author_key_digest, report_id, report_id_ma", 160);
        byte[] reportedTcb = in.bytes("reported_tcb", 8);
        int family = in.u8("cpuid_fam_id");
        int model = in.u8("cpuid_mod_id");
        in.skip("cpuid_step, reserved", 22);
        byte[] chipId = in.bytes("chip_id", 64);
        byte[] committedTcb = in.bytes("committed_tcb", 8);
        in.skip("versions, launch_tcb, reserved", SIGNED_BYTES - in.position());
        byte[] r = number(in, "signature r");
        byte[] s = number(in, "signature s");
        byte[] signature = Arrays.copyOf(r, 2 * NUMBER_BYTES);
        System.arraycopy(s, 0, signature, NUMBER_BYTES, NUMBER_BYTES);
        zeros(in.bytes("signature, reserved", in.remaining()), "the bytes behind the signature");
        return new SnpReport(
                (int) version,
                policy,
                vmpl,
                currentTcb,
                reportData,
                measurement,
                hostData,
                reportedTcb,
                family,
                model,
                chipId,
                committedTcb,
                Arrays.copyOf(bytes, SIGNED_BYTES),
                signature);
    }

    private static String hex(ByteReader in, String field, int length) throws Refusal {
        return HexFormat.of().formatHex(in.bytes(field, length));
    }

    /** From 72 bytes, little-endian, to 48, big-endian. */
    private static byte[] number(ByteReader in, String field) throws Refusal {
        byte[] little = in.bytes(field, NUMBER_FIELD_BYTES);
        zeros(Arrays.copyOfRange(little, NUMBER_BYTES, NUMBER_FIELD_BYTES), "the upper bytes of " + field);
        byte[] big = new byte[NUMBER_BYTES];
        for (int i = 0; i < NUMBER_BYTES; i++) {
            big[i] = little[NUMBER_BYTES - 1 - i];
        }
        return big;
    }

    private static void zeros(byte[] bytes, String what) throws Refusal {
        for (byte value : bytes) {
            if (value != 0) {
                throw new Refusal(Reason.MALFORMED_EVIDENCE, what + " are not zero, which the format demands");
            }
        }
    }

    private static void unsupportedUnless(boolean supported, String field, long value, String allowed) throws Refusal {
        if (!supported) {
            throw new Refusal(
                    Reason.UNSUPPORTED_EVIDENCE,
                    "the report's " + field + " is " + value + ": known here is " + allowed,
                    Map.of("value", value));
        }
    }
}
