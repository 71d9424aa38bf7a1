package io.weir.privacy.attestation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What accepted evidence proves.
 *
 * @param tee what made it
 * @param product which processor, or for Intel its family (FMSPC)
 * @param measurement hash of what was loaded: SNP's launch measurement, TDX's MRTD, SGX's MRENCLAVE; lower-case hex
 * @param reportData the 64 bytes that the environment had bound to the evidence; lower-case hex
 * @param details further claims, each by its name in the vendor's specification
 * @param tcbStatus Intel's status of the firmware; empty for other vendors or if the policy waives it
 * @param advisories Intel's advisories that apply
 * @param unchecked what the policy waived; evidence with any of these proves less
 */
public record Facts(
        Tee tee,
        String product,
        String measurement,
        String reportData,
        Map<String, String> details,
        Optional<TcbStatus> tcbStatus,
        List<String> advisories,
        List<String> unchecked) {
    /** Copies. */
    public Facts {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
        advisories = List.copyOf(advisories);
        unchecked = List.copyOf(unchecked);
    }
}
