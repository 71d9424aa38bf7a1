package io.weir.privacy.identity;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** An identity as PEM files in a directory: two for the certificate, one for the keys of secure aggregation. */
final class IdentityFiles {
    static final String KEY_FILE = "participant.key";
    static final String CERTIFICATE_FILE = "participant.crt";
    static final String SECURE_KEY_FILE = "participant.secure.key";
    private static final String KEY_LABEL = "PRIVATE KEY";
    private static final String CERTIFICATE_LABEL = "CERTIFICATE";
    private static final int MAX_FILE_SIZE_BYTES = 64 * 1024;

    private IdentityFiles() {}

    static ParticipantIdentity load(Path directory) {
        X509Certificate certificate =
                Certificates.parse(readPem(directory.resolve(CERTIFICATE_FILE), CERTIFICATE_LABEL));
        KeyType type = KeyType.of(certificate.getPublicKey()).orElseThrow();
        Path keyFile = directory.resolve(KEY_FILE);
        try {
            PrivateKey key = type.privateKey(readPem(keyFile, KEY_LABEL));
            return ParticipantIdentity.of(key, certificate);
        } catch (InvalidKeySpecException e) {
            throw new IdentityException(
                    keyFile + " holds no " + type + " key, which the certificate beside it asks for", e);
        }
    }

    static void save(ParticipantIdentity identity, Path directory, boolean replace) {
        Path keyFile = directory.resolve(KEY_FILE);
        Path certificateFile = directory.resolve(CERTIFICATE_FILE);
        try {
            Files.createDirectories(directory);
            if (!replace && (Files.exists(keyFile) || Files.exists(certificateFile))) {
                throw new FileAlreadyExistsException(keyFile.toString());
            }
            write(keyFile, new PemObject(KEY_LABEL, identity.privateKey().getEncoded()), replace, ownerOnly(directory));
            write(certificateFile, new PemObject(CERTIFICATE_LABEL, identity.certificateDer()), replace);
        } catch (FileAlreadyExistsException e) {
            throw new IdentityException(
                    directory + " already holds a key or certificate, which is not replaced unless you ask for it", e);
        } catch (IOException e) {
            throw new IdentityException("cannot write the identity to " + directory + ": " + e, e);
        }
    }

    static boolean hasSecure(Path directory) {
        return Files.exists(directory.resolve(SECURE_KEY_FILE));
    }

    static SecureIdentity loadSecure(Path directory) {
        Path file = directory.resolve(SECURE_KEY_FILE);
        List<byte[]> keys = readPem(file, KEY_LABEL, 2);
        try {
            return SecureIdentity.ofPkcs8(keys.get(0), keys.get(1));
        } catch (InvalidKeySpecException e) {
            throw new IdentityException(file + " does not hold two X25519 keys (PKCS#8)", e);
        }
    }

    static void saveSecure(SecureIdentity identity, Path directory, boolean replace) {
        Path file = directory.resolve(SECURE_KEY_FILE);
        try {
            Files.createDirectories(directory);
            if (!replace && Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
            List<PemObject> keys = identity.pkcs8().stream()
                    .map(key -> new PemObject(KEY_LABEL, key))
                    .toList();
            write(file, keys, replace, ownerOnly(directory));
        } catch (FileAlreadyExistsException e) {
            throw new IdentityException(file + " is there already and is not replaced unless you ask for it", e);
        } catch (IOException e) {
            throw new IdentityException("cannot write " + file + ": " + e, e);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** A file is there whole or not at all. */
    private static void write(Path file, PemObject object, boolean replace, FileAttribute<?>... attributes)
            throws IOException {
        write(file, List.of(object), replace, attributes);
    }

    private static void write(Path file, List<PemObject> objects, boolean replace, FileAttribute<?>... attributes)
            throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            for (PemObject object : objects) {
                writer.writeObject(object);
            }
        }
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, attributes);
        try {
            Files.writeString(temporary, text.toString());
            if (replace) {
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.move(temporary, file);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    static byte[] readCertificate(Path file) {
        return readPem(file, CERTIFICATE_LABEL);
    }

    private static byte[] readPem(Path file, String label) {
        return readPem(file, label, 1).get(0);
    }

    private static List<byte[]> readPem(Path file, String label, int count) {
        try {
            if (Files.size(file) > MAX_FILE_SIZE_BYTES) {
                throw new IdentityException(file + " is larger than " + MAX_FILE_SIZE_BYTES + " bytes: not a PEM file"
                        + " of one key or certificate");
            }
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            List<byte[]> contents = new ArrayList<>();
            try (PemReader reader = new PemReader(new StringReader(text))) {
                while (contents.size() < count) {
                    PemObject object = reader.readPemObject();
                    if (object == null || !object.getType().equals(label)) {
                        throw new IdentityException(file + " holds no PEM block '-----BEGIN " + label + "-----'"
                                + (count == 1 ? "" : " number " + (contents.size() + 1))
                                + (object == null ? "" : " but '" + object.getType() + "'"));
                    }
                    contents.add(object.getContent());
                }
            }
            return contents;
        } catch (NoSuchFileException e) {
            throw new IdentityException(file + " does not exist: make an identity with `weir keys`", e);
        } catch (IOException e) {
            throw new IdentityException("cannot read " + file + ": " + e, e);
        }
    }
}
