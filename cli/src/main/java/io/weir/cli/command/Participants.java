package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.weir.cli.report.TextTable;
import io.weir.privacy.identity.KeyType;
import io.weir.schemas.Bytes;
import io.weir.wire.ParticipantEntry;
import java.security.cert.X509Certificate;
import java.util.List;

/** Shows enrolled participants. */
final class Participants {
    private static final int SHORT_FINGERPRINT = 16;

    private Participants() {}

    static void json(ArrayNode array, List<ParticipantEntry> entries) {
        for (ParticipantEntry entry : entries) {
            X509Certificate certificate = CertificateFiles.of(entry);
            array.addObject()
                    .put("participant", entry.getParticipant())
                    .put("state", entry.getState().name())
                    .put("key", keyType(certificate))
                    .put("certificateSha256", fingerprint(entry))
                    .put("validUntil", certificate.getNotAfter().toInstant().toString())
                    .put("enrolledAtMs", entry.getEnrolledAtMs());
        }
    }

    static String text(List<ParticipantEntry> entries) {
        if (entries.isEmpty()) {
            return "No participant is enrolled: `weir keys register --certificate FILE` enrols one.\n";
        }
        TextTable table = new TextTable(List.of(
                Output.left("Participant"),
                Output.left("State"),
                Output.left("Key"),
                Output.left("Valid until"),
                Output.left("Enrolled"),
                Output.left("Certificate (SHA-256)")));
        for (ParticipantEntry entry : entries) {
            X509Certificate certificate = CertificateFiles.of(entry);
            Output.row(
                    table,
                    entry.getParticipant(),
                    entry.getState(),
                    keyType(certificate),
                    Output.time(certificate.getNotAfter().toInstant().toEpochMilli()),
                    Output.time(entry.getEnrolledAtMs()),
                    fingerprint(entry).substring(0, SHORT_FINGERPRINT));
        }
        return Output.render(table);
    }

    private static String fingerprint(ParticipantEntry entry) {
        return CertificateFiles.fingerprint(Bytes.copy(entry.getCertificate()));
    }

    /** As `weir keys generate --type` names it, whatever the Java runtime does. */
    private static String keyType(X509Certificate certificate) {
        return certificate.getPublicKey().getAlgorithm().equals("EC")
                ? KeyType.ECDSA_P256.name()
                : KeyType.ED25519.name();
    }
}
