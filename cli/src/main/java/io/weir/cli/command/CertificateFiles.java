package io.weir.cli.command;

import io.weir.cli.CommandException;
import io.weir.privacy.identity.Certificates;
import io.weir.privacy.identity.IdentityException;
import io.weir.schemas.Bytes;
import io.weir.schemas.Keys;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.ParticipantState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Participants' certificates as files, PEM or DER, and as entries of the control topic. */
final class CertificateFiles {
    private static final int SIZE_BYTES_MAX = 64 * 1024;

    private CertificateFiles() {}

    /**
     * Reads a participant's certificate that is valid at {@code now}.
     *
     * @throws IdentityException if it is expired, or its key may not sign updates
     */
    static X509Certificate read(Path file, Instant now) {
        X509Certificate certificate = Certificates.parse(der(file));
        String name = Certificates.commonName(certificate);
        Keys.validateParticipant(name);
        Certificates.check(certificate, name, now);
        return certificate;
    }

    /** Keys of an aggregator's certificates that are valid at {@code now}, as a federation's settings name them. */
    static List<ByteBuffer> aggregatorKeys(List<Path> files, Instant now) {
        return files.stream()
                .map(file -> ByteBuffer.wrap(read(file, now).getPublicKey().getEncoded()))
                .distinct()
                .toList();
    }

    private static byte[] der(Path file) {
        if (!Files.isRegularFile(file)) {
            throw CommandException.usage("--certificate " + file + ": there is no such file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(SIZE_BYTES_MAX);
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(content))
                    .getEncoded();
        } catch (CertificateException e) {
            throw CommandException.usage(
                    "--certificate " + file + " holds no X.509 certificate (PEM or DER): " + e.getMessage(), e);
        } catch (IOException e) {
            throw CommandException.unreadable("--certificate", file, e);
        }
    }

    /** What enrols the certificate's owner. */
    static ParticipantEntry enrolment(String federation, X509Certificate certificate, Instant now) {
        try {
            return ParticipantEntry.newBuilder()
                    .setFederation(federation)
                    .setParticipant(Certificates.commonName(certificate))
                    .setState(ParticipantState.ACTIVE)
                    .setCertificate(ByteBuffer.wrap(certificate.getEncoded()))
                    .setEnrolledAtMs(now.toEpochMilli())
                    .build();
        } catch (CertificateException e) {
            throw new IdentityException("the certificate cannot be encoded", e);
        }
    }

    /** The certificate of an entry. */
    static X509Certificate of(ParticipantEntry entry) {
        return Certificates.parse(Bytes.copy(entry.getCertificate()));
    }

    /** SHA-256 of the certificate's DER, as other tools show it, in lower case. */
    static String fingerprint(byte[] der) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
