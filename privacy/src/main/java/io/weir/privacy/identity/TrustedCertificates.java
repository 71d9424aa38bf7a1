package io.weir.privacy.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Certificates of those whom a participant trusts, to add its updates to theirs or to announce rounds: whoever is not among them
 * is made up by somebody.
 */
public final class TrustedCertificates {
    private final Map<String, Set<ByteBuffer>> keys;

    private TrustedCertificates(Map<String, Set<ByteBuffer>> keys) {
        this.keys = keys;
    }

    /**
     * Reads every {@code .crt} and {@code .pem} file of a directory, a certificate each.
     *
     * @throws IdentityException if the directory cannot be read, holds none, or a file is no certificate
     */
    public static TrustedCertificates load(Path directory) {
        Map<String, Set<ByteBuffer>> keys = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.{crt,pem}")) {
            for (Path file : files) {
                X509Certificate certificate = Certificates.parse(IdentityFiles.readCertificate(file));
                keys.computeIfAbsent(Certificates.commonName(certificate), name -> new HashSet<>())
                        .add(ByteBuffer.wrap(certificate.getPublicKey().getEncoded()));
            }
        } catch (IOException e) {
            throw new IdentityException("cannot read the trusted certificates in " + directory + ": " + e, e);
        }
        if (keys.isEmpty()) {
            throw new IdentityException(
                    directory + " holds no certificate: put those that you trust there, as .crt or .pem files");
        }
        return new TrustedCertificates(keys);
    }

    /** Of all of them: SubjectPublicKeyInfo, DER. */
    public List<ByteBuffer> keys() {
        return keys.values().stream().flatMap(Set::stream).toList();
    }

    /**
     * Whether a participant has one of the certificates with its name.
     *
     * @param publicKey SubjectPublicKeyInfo, DER
     */
    public boolean contains(String participant, ByteBuffer publicKey) {
        return keys.getOrDefault(participant, Set.of()).contains(publicKey);
    }
}
