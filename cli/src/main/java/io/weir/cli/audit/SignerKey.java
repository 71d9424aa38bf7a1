package io.weir.cli.audit;

import io.weir.cli.CommandException;
import io.weir.privacy.identity.Certificates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** The key of whoever signs a federation's records, from its certificate. */
public final class SignerKey {
    private SignerKey() {}

    /**
     * Reads a certificate, PEM or DER. When it expires does not matter: records that it signed stay signed.
     *
     * @param option that names the file
     * @return SubjectPublicKeyInfo, DER
     */
    public static byte[] read(String option, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] der = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getEncoded();
            return Certificates.parse(der).getPublicKey().getEncoded();
        } catch (CertificateException e) {
            throw CommandException.usage(
                    option + " " + file + " holds no X.509 certificate (PEM or DER): " + e.getMessage(), e);
        } catch (IOException e) {
            throw CommandException.unreadable(option, file, e);
        }
    }
}
