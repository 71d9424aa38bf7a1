package io.weir.privacy.attestation.internal;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Intel's signed collateral.
 *
 * @param name where it came from
 * @param body exactly the bytes that the signature covers
 * @param tree the same, parsed
 * @param signature r ‖ s on P-256
 */
record SignedJson(String name, byte[] body, JsonNode tree, byte[] signature) {
    /** TCB info: versions of a family of processors. */
    boolean isTcbInfo() {
        return tree.has("fmspc");
    }
}
