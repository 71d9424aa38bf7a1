package io.weir.privacy.attestation;

/** Asks the environment that this process runs in for evidence about itself. */
public interface EvidenceProvider {
    /**
     * Evidence that is bound to data.
     *
     * @param reportData 64 bytes, see {@link ReportData}
     * @throws EvidenceException if there is no such environment, or it refuses
     */
    Evidence report(byte[] reportData);
}
