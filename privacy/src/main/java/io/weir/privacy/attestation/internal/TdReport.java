package io.weir.privacy.attestation.internal;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A trust domain's report as a quote carries it (Intel TDX DCAP quoting library API, TD quote body), 584 bytes, or 648 from TDX 1.5 on.
 *
 * @param teeTcbSvn versions of the TDX module: byte 0 its security version, byte 1 its major version
 * @param tdAttributes bits 0 to 7 allow debugging, bit 28 disables exceptions by the host, bit 29 allows migration
 */
record TdReport(
        byte[] teeTcbSvn,
        String mrSignerSeam,
        byte[] seamAttributes,
        long tdAttributes,
        String xfam,
        String mrTd,
        String mrConfigId,
        List<String> rtmrs,
        String reportData) {
    static final int BYTES = 584;
    static final int BYTES_1_5 = 648;

    private static final int RTMRS = 4;
    private static final long DEBUG_BITS = 0xFF;
    private static final long SEPT_VE_DISABLE = 1L << 28;
    private static final long MIGRATABLE = 1L << 29;

    static TdReport parse(byte[] bytes) throws Refusal {
        ByteReader in = new ByteReader(bytes);
        byte[] teeTcbSvn = in.bytes("tee_tcb_svn", 16);
        in.skip("mr_seam", 48);
        String mrSignerSeam = hex(in, "mr_signer_seam", 48);
        byte[] seamAttributes = in.bytes("seam_attributes", 8);
        long tdAttributes = in.u64("td_attributes");
        String xfam = hex(in, "xfam", 8);
        String mrTd = hex(in, "mr_td", 48);
        String mrConfigId = hex(in, "mr_config_id", 48);
        in.skip("mr_owner, mr_owner_config", 96);
        List<String> rtmrs = new ArrayList<>();
        for (int i = 0; i < RTMRS; i++) {
            rtmrs.add(hex(in, "rtmr" + i, 48));
        }
        String reportData = hex(in, "report_data", 64);
        return new TdReport(
                teeTcbSvn, mrSignerSeam, seamAttributes, tdAttributes, xfam, mrTd, mrConfigId, rtmrs, reportData);
    }

    boolean isDebug() {
        return (tdAttributes & DEBUG_BITS) != 0;
    }

    boolean isMigratable() {
        return (tdAttributes & MIGRATABLE) != 0;
    }

    boolean disablesSeptVe() {
        return (tdAttributes & SEPT_VE_DISABLE) != 0;
    }

    /** Which identity of the TDX module holds; 0 before TDX 1.5. */
    int moduleVersion() {
        return teeTcbSvn[1] & 0xFF;
    }

    int moduleSvn() {
        return teeTcbSvn[0] & 0xFF;
    }

    private static String hex(ByteReader in, String field, int length) throws Refusal {
        return HexFormat.of().formatHex(in.bytes(field, length));
    }
}
