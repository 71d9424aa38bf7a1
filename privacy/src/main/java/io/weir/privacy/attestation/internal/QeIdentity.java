package io.weir.privacy.attestation.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.privacy.attestation.Reason;
import io.weir.privacy.attestation.Tee;
import java.util.Arrays;
import java.util.HexFormat;

/** Intel's signed identity of its quoting enclave. */
record QeIdentity(Collateral collateral) {
    static QeIdentity find(EndorsementPool pool, Tee tee) throws Refusal {
        String id = tee == Tee.TDX ? "TD_QE" : "QE";
        return new QeIdentity(Collateral.find(
                pool,
                "the identity of the quoting enclave " + id,
                tree -> tree.path("id").asText().equals(id) && !tree.has("fmspc")));
    }

    /** Whether a report is of this enclave, and how current the enclave is. */
    Level appraise(SgxReport report) throws Refusal {
        JsonNode tree = collateral.tree();
        expect("misc_select", masked(bytes(report.miscSelect()), "miscselectMask"), masked("miscselect", 4));
        expect("attributes", masked(report.attributes(), "attributesMask"), masked("attributes", 16));
        expect("mr_signer", bytes(report.mrSigner()), collateral.hex(tree, "mrsigner", 32));
        if (report.isvProdId() != collateral.number(tree, "isvprodid")) {
            throw mismatch(
                    "isv_prod_id",
                    String.valueOf(report.isvProdId()),
                    String.valueOf(collateral.number(tree, "isvprodid")));
        }
        return level(tree.path("tcbLevels"), report.isvSvn(), collateral);
    }

    /** The first level whose isvsvn is reached. */
    static Level level(JsonNode levels, int isvSvn, Collateral collateral) throws Refusal {
        for (JsonNode level : levels) {
            if (isvSvn >= collateral.number(level.path("tcb"), "isvsvn")) {
                return new Level(collateral.status(level), Collateral.advisories(level));
            }
        }
        throw new Refusal(
                Reason.TCB_NOT_SUPPORTED,
                "version " + isvSvn + " of Intel's enclave or module reaches none of the levels that Intel lists, so"
                        + " Intel has no status for it: the host must update it");
    }

    private byte[] masked(String field, int length) throws Refusal {
        return masked(collateral.hex(collateral.tree(), field, length), field + "Mask");
    }

    private byte[] masked(byte[] value, String mask) throws Refusal {
        return and(value, collateral.hex(collateral.tree(), mask, value.length));
    }

    static byte[] and(byte[] value, byte[] mask) {
        byte[] masked = new byte[value.length];
        for (int i = 0; i < masked.length; i++) {
            masked[i] = (byte) (value[i] & mask[i]);
        }
        return masked;
    }

    private static void expect(String field, byte[] found, byte[] wanted) throws Refusal {
        if (!Arrays.equals(found, wanted)) {
            throw mismatch(
                    field, HexFormat.of().formatHex(found), HexFormat.of().formatHex(wanted));
        }
    }

    private static Refusal mismatch(String field, String found, String wanted) {
        return new Refusal(
                Reason.QE_IDENTITY_MISMATCH,
                "the quoting enclave's " + field + " is " + found + ", Intel's has " + wanted
                        + ": another enclave made the quote");
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
