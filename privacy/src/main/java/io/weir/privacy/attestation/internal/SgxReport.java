package io.weir.privacy.attestation.internal;

import java.util.HexFormat;

/** An enclave's report (Intel SDM volume 3D, REPORT), 384 bytes: the body of an SGX quote, and of every quoting enclave. */
record SgxReport(
        String cpuSvn,
        String miscSelect,
        byte[] attributes,
        String mrEnclave,
        String mrSigner,
        int isvProdId,
        int isvSvn,
        byte[] reportData) {
    static final int BYTES = 384;

    private static final int DEBUG = 0x02;

    static SgxReport parse(byte[] bytes) throws Refusal {
        ByteReader in = new ByteReader(bytes);
        String cpuSvn = hex(in, "cpu_svn", 16);
        String miscSelect = hex(in, "misc_select", 4);
        in.skip("reserved", 28);
        byte[] attributes = in.bytes("attributes", 16);
        String mrEnclave = hex(in, "mr_enclave", 32);
        in.skip("reserved", 32);
        String mrSigner = hex(in, "mr_signer", 32);
        in.skip("reserved", 96);
        int isvProdId = in.u16("isv_prod_id");
        int isvSvn = in.u16("isv_svn");
        in.skip("reserved", 60);
        byte[] reportData = in.bytes("report_data", 64);
        return new SgxReport(cpuSvn, miscSelect, attributes, mrEnclave, mrSigner, isvProdId, isvSvn, reportData);
    }

    boolean isDebug() {
        return (attributes[0] & DEBUG) != 0;
    }

    private static String hex(ByteReader in, String field, int length) throws Refusal {
        return HexFormat.of().formatHex(in.bytes(field, length));
    }
}
