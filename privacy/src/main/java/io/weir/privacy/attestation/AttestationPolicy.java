package io.weir.privacy.attestation;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a relying party demands of evidence; docs/how-to/verify-evidence.md lists the keys of its file.
 *
 * @param tees kinds that are accepted
 * @param measurements allowed launch measurements, lower-case hex; empty allows any, which proves little
 * @param registers further claims that must have a value, by name, such as {@code rtmr0}
 * @param reportData the 64 bytes that must be bound to the evidence, lower-case hex; empty allows any
 * @param debugAllowed whether a host that can read the memory is acceptable
 * @param migrationAllowed whether the environment may be migrated
 * @param vmplMax the least privileged level of SEV-SNP that may have asked for the report; 0 is the most privileged
 * @param snpTcbMin least versions of AMD's firmware, by component: {@code fmc}, {@code bootloader}, {@code tee}, {@code snp}, {@code microcode}
 * @param tcbStatuses Intel's statuses that are accepted
 * @param tcbEvaluationMin least tcbEvaluationDataNumber of Intel's collateral
 * @param tcbRequired whether Intel's signed TCB info and enclave identity are required
 * @param revocationRequired whether revocation lists are required
 * @param septVeDisableRequired whether a trust domain must have SEPT_VE_DISABLE, without which the host can inject exceptions
 * @param trailingBytesAllowed whether bytes other than zeros may follow a quote; no signature covers them and they are not read
 * @param roots pins of the root keys that are trusted
 */
public record AttestationPolicy(
        Set<Tee> tees,
        Set<String> measurements,
        Map<String, String> registers,
        String reportData,
        boolean debugAllowed,
        boolean migrationAllowed,
        int vmplMax,
        Map<String, Integer> snpTcbMin,
        Set<TcbStatus> tcbStatuses,
        int tcbEvaluationMin,
        boolean tcbRequired,
        boolean revocationRequired,
        boolean septVeDisableRequired,
        boolean trailingBytesAllowed,
        Set<String> roots) {
    private static final String HEX = "[0-9a-f]*";
    private static final int VMPL_MAX = 3;
    private static final int REPORT_DATA_DIGITS = 128;

    /** Firmware components of AMD, in the order of their documents. */
    public static final List<String> SNP_COMPONENTS = List.of("fmc", "bootloader", "tee", "snp", "microcode");

    /** Checks. */
    public AttestationPolicy {
        tees = Set.copyOf(tees);
        measurements = Set.copyOf(measurements);
        registers = Map.copyOf(registers);
        snpTcbMin = Map.copyOf(snpTcbMin);
        tcbStatuses = Set.copyOf(tcbStatuses);
        roots = Set.copyOf(roots);
        require(!tees.isEmpty(), "tee", "nothing", "one or more of sev-snp, tdx, sgx, simulator");
        for (String measurement : measurements) {
            boolean whole = measurement.length() == 64 || measurement.length() == 96;
            require(
                    measurement.matches(HEX) && whole,
                    "measurement",
                    measurement,
                    "64 (SGX) or 96 hexadecimal digits, lower-case");
        }
        require(
                reportData.isEmpty() || (reportData.matches(HEX) && reportData.length() == REPORT_DATA_DIGITS),
                "report.data",
                reportData,
                REPORT_DATA_DIGITS + " hexadecimal digits, lower-case");
        require(vmplMax >= 0 && vmplMax <= VMPL_MAX, "snp.vmpl.max", vmplMax, "0 to " + VMPL_MAX);
        for (Map.Entry<String, Integer> component : snpTcbMin.entrySet()) {
            require(
                    SNP_COMPONENTS.contains(component.getKey()),
                    "snp.tcb.min",
                    component.getKey(),
                    "of " + SNP_COMPONENTS);
            require(
                    component.getValue() >= 0 && component.getValue() <= 255,
                    "snp.tcb.min",
                    component.getValue(),
                    "0 to 255");
        }
        require(
                !tcbStatuses.contains(TcbStatus.REVOKED),
                "intel.tcb.statuses",
                TcbStatus.REVOKED.word(),
                "any other status: Revoked firmware cannot be accepted");
        require(tcbEvaluationMin >= 0, "intel.tcb.evaluation.min", tcbEvaluationMin, "0 or more");
        for (String root : roots) {
            require(root.matches("[0-9a-f]{64}"), "roots", root, "SHA-256 of a public key: 64 hexadecimal digits");
        }
    }

    private static void require(boolean holds, String key, Object value, String allowed) {
        if (!holds) {
            throw new PolicyException(key + " is " + value + ": allowed is " + allowed);
        }
    }

    /** The same policy for evidence that must be bound to other report data. */
    public AttestationPolicy withReportData(String hex) {
        return new AttestationPolicy(
                tees,
                measurements,
                registers,
                hex,
                debugAllowed,
                migrationAllowed,
                vmplMax,
                snpTcbMin,
                tcbStatuses,
                tcbEvaluationMin,
                tcbRequired,
                revocationRequired,
                septVeDisableRequired,
                trailingBytesAllowed,
                roots);
    }
}
