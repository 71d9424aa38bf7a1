package io.weir.privacy.attestation.internal;

import io.weir.privacy.attestation.AttestationPolicy;
import io.weir.privacy.attestation.Facts;
import io.weir.privacy.attestation.Reason;
import io.weir.privacy.attestation.Roots;
import io.weir.privacy.attestation.Tee;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Appraises a SEV-SNP report: AMD 56860 for the report, AMD 57230 for certificates and versions. */
record SnpEvidence(SnpReport report) implements EvidenceBytes {
    private static final long MIGRATION_AGENT = 1L << 18;
    private static final long DEBUG = 1L << 19;

    @Override
    public Tee tee() {
        return Tee.SEV_SNP;
    }

    @Override
    public String measurement() {
        return report.measurement();
    }

    @Override
    public String reportData() {
        return report.reportData();
    }

    @Override
    public Facts appraise(EndorsementPool pool, AttestationPolicy policy, Instant at) throws Refusal {
        Vcek vcek = vcek(pool);
        Map<String, String> details = details(vcek.product());
        Claims.debug(policy, (report.policy() & DEBUG) != 0, "the guest policy");
        Claims.migration(policy, (report.policy() & MIGRATION_AGENT) != 0, "the guest policy");
        checkVmpl(policy);
        Claims.measurement(policy, report.measurement());
        Claims.registers(policy, details);
        Claims.reportData(policy, report.reportData());
        checkTcb(policy, vcek.product());
        checkSameChip(vcek);
        checkChain(vcek, pool, policy, at);
        if (!Ecdsa.verifies(Ecdsa.P384, vcek.certificate().getPublicKey(), report.signed(), report.signature())) {
            throw new Refusal(
                    Reason.EVIDENCE_SIGNATURE,
                    "the report does not bear the signature of the chip's key: it was changed, or made up");
        }
        return new Facts(
                Tee.SEV_SNP,
                vcek.product().word(),
                report.measurement(),
                report.reportData(),
                details,
                Optional.empty(),
                List.of(),
                policy.revocationRequired() ? List.of() : List.of("revocation"));
    }

    /** The given certificate that names this chip and firmware; if none does, the first, which the checks then refuse. */
    private Vcek vcek(EndorsementPool pool) throws Refusal {
        Vcek first = null;
        for (X509Certificate certificate : pool.certificates()) {
            if (Vcek.recognises(certificate)) {
                Vcek vcek = Vcek.of(certificate);
                if (isOfThisChip(vcek) && vcek.tcb().equals(vcek.product().tcb(report.reportedTcb()))) {
                    return vcek;
                }
                first = first == null ? vcek : first;
            }
        }
        if (first == null) {
            throw new Refusal(
                    Reason.CERTIFICATE_MISSING,
                    "the chip's certificate (VCEK) is not among the given files: fetch it from AMD for chip "
                            + HexFormat.of().formatHex(report.chipId()));
        }
        return first;
    }

    private boolean isOfThisChip(Vcek vcek) {
        return Arrays.equals(
                vcek.hwid(), Arrays.copyOf(report.chipId(), vcek.product().hwidBytes()));
    }

    private void checkVmpl(AttestationPolicy policy) throws Refusal {
        if (report.vmpl() > policy.vmplMax()) {
            throw new Refusal(
                    Reason.VMPL_NOT_ACCEPTED,
                    "the report was asked for at VMPL " + report.vmpl() + ", the policy accepts up to "
                            + policy.vmplMax() + ": less privileged software asked for it",
                    Map.of("vmpl", report.vmpl(), "vmplMax", (long) policy.vmplMax()));
        }
    }

    private void checkTcb(AttestationPolicy policy, SnpProduct product) throws Refusal {
        SnpTcb reported = product.tcb(report.reportedTcb());
        for (Map.Entry<String, Integer> version : reported.byName().entrySet()) {
            int least = policy.snpTcbMin().getOrDefault(version.getKey(), 0);
            if (version.getValue() < least) {
                throw new Refusal(
                        Reason.TCB_BELOW_MINIMUM,
                        "the firmware's " + version.getKey() + " has version " + version.getValue()
                                + ", the policy wants at least " + least + ": the host must update it",
                        Map.of("version", (long) version.getValue(), "versionMin", (long) least));
            }
        }
        SnpTcb current = product.tcb(report.currentTcb());
        if (!current.atLeast(reported) || !Arrays.equals(report.committedTcb(), report.currentTcb())) {
            throw new Refusal(
                    Reason.TCB_INCONSISTENT,
                    "the firmware runs at " + current + ", reports " + reported + " and has committed to "
                            + product.tcb(report.committedTcb())
                            + ": it must report no more than it runs, and be unable to go back");
        }
    }

    private void checkSameChip(Vcek vcek) throws Refusal {
        SnpTcb reported = vcek.product().tcb(report.reportedTcb());
        if (!isOfThisChip(vcek)) {
            throw mismatch("is of chip " + HexFormat.of().formatHex(vcek.hwid()) + ", the report of "
                    + HexFormat.of().formatHex(report.chipId()));
        }
        if (!vcek.tcb().equals(reported)) {
            throw mismatch("is for firmware " + vcek.tcb() + ", the report for " + reported);
        }
        if (!vcek.product().fits(report.family())) {
            throw mismatch("is of " + vcek.product().word() + ", the report of CPUID family " + report.family());
        }
    }

    private static Refusal mismatch(String what) {
        return new Refusal(
                Reason.CERTIFICATE_MISMATCH, "the VCEK certificate " + what + ": fetch the one for this report");
    }

    private static void checkChain(Vcek vcek, EndorsementPool pool, AttestationPolicy policy, Instant at)
            throws Refusal {
        List<X509Certificate> chain = Chains.build(vcek.certificate(), pool, policy.roots(), at);
        X509Certificate root = chain.get(chain.size() - 1);
        String pin = Roots.pin(root.getPublicKey());
        Set<String> vendors = Roots.VENDORS;
        if (chain.size() != 3
                || (vendors.contains(pin) && !vcek.product().root().equals(pin))) {
            throw new Refusal(
                    Reason.UNTRUSTED_ROOT,
                    "the certificate of a " + vcek.product().word() + " chip leads to " + Chains.name(root) + " over "
                            + (chain.size() - 2) + " certificates between: expected is ARK-"
                            + vcek.product().word() + " over one");
        }
        if (policy.revocationRequired()) {
            // AMD's list, signed by the ARK, names revoked intermediate keys; there is none for single chips.
            Revocation.check(chain.get(1), root, pool, at);
        }
    }

    private Map<String, String> details(SnpProduct product) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("report_version", String.valueOf(report.version()));
        details.put("policy", "0x" + Long.toHexString(report.policy()));
        details.put("vmpl", String.valueOf(report.vmpl()));
        details.put("host_data", report.hostData());
        details.put("chip_id", HexFormat.of().formatHex(report.chipId()));
        details.put("reported_tcb", product.tcb(report.reportedTcb()).toString());
        details.put("current_tcb", product.tcb(report.currentTcb()).toString());
        return details;
    }
}
