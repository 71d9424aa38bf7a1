package io.weir.privacy.attestation;

import io.weir.privacy.attestation.internal.CertificateTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Evidence from Linux's configfs-tsm (kernel 6.7 and newer, Documentation/ABI/testing/configfs-tsm-report): a directory made for one request, {@code inblob}
 * written, {@code outblob} read. {@code generation} tells whether somebody else wrote in between.
 */
public final class TsmEvidence implements EvidenceProvider {
    /** Where the kernel has it. */
    public static final Path REPORTS = Path.of("/sys/kernel/config/tsm/report");

    private static final Map<String, Tee> PROVIDERS = Map.of("sev_guest", Tee.SEV_SNP, "tdx_guest", Tee.TDX);
    private static final int BLOB_BYTES_MAX = 64 * 1024;
    private static final int NUMBER_BYTES_MAX = 64;

    private final Path reports;
    private final Entries entries;

    /** @param reports {@link #REPORTS}, unless configfs is mounted elsewhere */
    public TsmEvidence(Path reports) {
        this(reports, new KernelEntries());
    }

    TsmEvidence(Path reports, Entries entries) {
        this.reports = reports;
        this.entries = entries;
    }

    /** Requests come and go as directories, whose files the kernel makes and removes. */
    interface Entries {
        /** Begins a request. */
        void make(Path entry) throws IOException;

        /** Ends it. */
        void remove(Path entry) throws IOException;
    }

    private record KernelEntries() implements Entries {
        @Override
        public void make(Path entry) throws IOException {
            Files.createDirectory(entry);
        }

        @Override
        public void remove(Path entry) throws IOException {
            Files.delete(entry);
        }
    }

    @Override
    public Evidence report(byte[] reportData) {
        if (reportData.length != ReportData.BYTES) {
            throw new EvidenceException("report data has " + ReportData.BYTES + " bytes, not " + reportData.length);
        }
        if (!Files.isDirectory(reports)) {
            throw new EvidenceException(
                    reports + " does not exist: this machine is no SEV-SNP or TDX guest, its kernel is"
                            + " older than 6.7, or configfs is not mounted (mount -t configfs none /sys/kernel/config)");
        }
        Path entry = reports.resolve("weir-" + UUID.randomUUID());
        try {
            entries.make(entry);
        } catch (IOException e) {
            throw new EvidenceException(
                    entry + " cannot be made: " + e + ". The process needs the right to write there (root, as a rule)",
                    e);
        }
        try {
            return read(entry, reportData);
        } catch (IOException e) {
            throw new EvidenceException("the kernel gave no evidence in " + entry + ": " + e, e);
        } finally {
            remove(entry);
        }
    }

    private static Evidence read(Path entry, byte[] reportData) throws IOException {
        Files.write(entry.resolve("inblob"), reportData, StandardOpenOption.WRITE);
        String written = text(entry, "generation");
        byte[] outblob = bytes(entry, "outblob", BLOB_BYTES_MAX);
        String provider = text(entry, "provider");
        List<Endorsement> certificates = Files.exists(entry.resolve("auxblob"))
                ? CertificateTable.read(bytes(entry, "auxblob", BLOB_BYTES_MAX))
                : List.of();
        if (!written.equals(text(entry, "generation"))) {
            throw new IOException("somebody else wrote to it meanwhile");
        }
        Tee tee = PROVIDERS.get(provider);
        if (tee == null) {
            throw new IOException("the provider is '" + provider + "': known here are " + PROVIDERS.keySet());
        }
        return new Evidence(tee, outblob, certificates);
    }

    private static String text(Path entry, String attribute) throws IOException {
        return new String(bytes(entry, attribute, NUMBER_BYTES_MAX), StandardCharsets.US_ASCII).strip();
    }

    private static byte[] bytes(Path entry, String attribute, int bytesMax) throws IOException {
        try (InputStream in = Files.newInputStream(entry.resolve(attribute))) {
            byte[] read = in.readNBytes(bytesMax + 1);
            if (read.length > bytesMax) {
                throw new IOException(attribute + " has more than " + bytesMax + " bytes");
            }
            return read;
        }
    }

    private void remove(Path entry) {
        try {
            entries.remove(entry);
        } catch (IOException e) {
            throw new EvidenceException(entry + " cannot be removed: " + e + ". Remove it by hand", e);
        }
    }
}
