package io.weir.privacy.attestation.internal;

import io.weir.privacy.attestation.AttestationPolicy;
import io.weir.privacy.attestation.Reason;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a quote's body claims, and whether a policy wants it so. */
record QuotedClaims(
        String measurement,
        String reportData,
        boolean debug,
        boolean migratable,
        boolean septVeDisabled,
        Map<String, String> details) {
    private static final String WHERE = "the environment's attributes";

    static QuotedClaims of(DcapQuote.Body body) {
        Map<String, String> details = new LinkedHashMap<>();
        if (body instanceof DcapQuote.Body.Domain domain) {
            TdReport report = domain.report();
            details.put("tee_tcb_svn", HexFormat.of().formatHex(report.teeTcbSvn()));
            details.put("td_attributes", String.format(Locale.ROOT, "0x%016x", report.tdAttributes()));
            details.put("xfam", report.xfam());
            details.put("mr_config_id", report.mrConfigId());
            for (int i = 0; i < report.rtmrs().size(); i++) {
                details.put("rtmr" + i, report.rtmrs().get(i));
            }
            return new QuotedClaims(
                    report.mrTd(),
                    report.reportData(),
                    report.isDebug(),
                    report.isMigratable(),
                    report.disablesSeptVe(),
                    details);
        }
        SgxReport report = ((DcapQuote.Body.Enclave) body).report();
        details.put("mr_signer", report.mrSigner());
        details.put("isv_prod_id", String.valueOf(report.isvProdId()));
        details.put("isv_svn", String.valueOf(report.isvSvn()));
        details.put("attributes", HexFormat.of().formatHex(report.attributes()));
        return new QuotedClaims(
                report.mrEnclave(),
                HexFormat.of().formatHex(report.reportData()),
                report.isDebug(),
                false,
                true,
                details);
    }

    void check(AttestationPolicy policy) throws Refusal {
        Claims.debug(policy, debug, WHERE);
        Claims.migration(policy, migratable, WHERE);
        if (policy.septVeDisableRequired() && !septVeDisabled) {
            throw new Refusal(
                    Reason.ATTRIBUTES_NOT_ACCEPTED,
                    "SEPT_VE_DISABLE is not set: the host can inject exceptions into the trust domain. Start it with"
                            + " the attribute, or let the policy say tdx.sept.ve.disable=any");
        }
        Claims.measurement(policy, measurement);
        Claims.registers(policy, details);
        Claims.reportData(policy, reportData);
    }
}
