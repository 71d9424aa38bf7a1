package io.weir.privacy.attestation;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** Evidence, endorsements and policies as files. Whatever cannot be used is a {@link PolicyException} that names the file. */
public final class AttestationFiles {
    private static final int POLICY_BYTES_MAX = 64 * 1024;

    private AttestationFiles() {}

    /** A report or quote; of one that is too long, as much as the verifier needs to see that. */
    public static byte[] evidence(Path file) {
        return read(file, AttestationVerifier.EVIDENCE_BYTES_MAX + 1);
    }

    /** A policy, see {@link PolicyProperties}. */
    public static AttestationPolicy policy(Path file) {
        byte[] content = read(file, POLICY_BYTES_MAX + 1);
        if (content.length > POLICY_BYTES_MAX) {
            throw new PolicyException("policy " + file + " has more than " + POLICY_BYTES_MAX + " bytes");
        }
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(new String(content, StandardCharsets.UTF_8)));
            return PolicyProperties.read(properties);
        } catch (IOException | IllegalArgumentException | PolicyException e) {
            throw new PolicyException("policy " + file + ": " + e.getMessage(), e);
        }
    }

    /** Files as they are, of directories the files in them. */
    public static List<Endorsement> endorsements(List<Path> paths) {
        List<Endorsement> endorsements = new ArrayList<>();
        for (Path path : paths) {
            for (Path file : Files.isDirectory(path) ? filesOf(path) : List.of(path)) {
                try {
                    endorsements.add(new Endorsement(file.toString(), read(file, Endorsement.BYTES_MAX + 1)));
                } catch (IllegalArgumentException e) {
                    throw new PolicyException("endorsements " + path + ": " + e.getMessage(), e);
                }
            }
        }
        return endorsements;
    }

    private static List<Path> filesOf(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new PolicyException(directory + " cannot be read: " + e, e);
        }
    }

    private static byte[] read(Path file, int bytesMax) {
        if (!Files.isRegularFile(file)) {
            throw new PolicyException(file + ": there is no such file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(bytesMax);
        } catch (IOException e) {
            throw new PolicyException(file + " cannot be read: " + e, e);
        }
    }
}
