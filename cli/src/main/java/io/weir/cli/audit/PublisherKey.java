package io.weir.cli.audit;

import io.weir.cli.CommandException;
import io.weir.privacy.identity.Certificates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** The publisher's key from its certificate. */
public final class PublisherKey {
    private PublisherKey() {}

    /**
     * Reads a certificate, PEM or DER. When it expires does not matter: records that it signed stay signed.
     *
     * @return SubjectPublicKeyInfo, DER
     */
    public static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] der = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getEncoded();
            return Certificates.parse(der).getPublicKey().getEncoded();
        } catch (CertificateException e) {
            throw CommandException.usage(
                    "--publisher-certificate " + file + " holds no X.509 certificate (PEM or DER): " + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw CommandException.usage("--publisher-certificate " + file + " cannot be read: " + e, e);
        }
    }
}
