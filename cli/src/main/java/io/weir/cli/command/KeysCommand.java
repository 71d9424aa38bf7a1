package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.CommandException;
import io.weir.cli.ExitStatus;
import io.weir.cli.federation.FederationAdmin;
import io.weir.privacy.identity.Certificates;
import io.weir.privacy.identity.KeyType;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.SecureIdentity;
import io.weir.schemas.Keys;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.ParticipantState;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir keys}. */
@Command(
        name = "keys",
        description = "Participants' identities: makes them, enrols them, revokes them.",
        subcommands = {
            KeysCommand.Generate.class,
            KeysCommand.Register.class,
            KeysCommand.Revoke.class,
            KeysCommand.ListAll.class
        })
final class KeysCommand extends GroupCommand {

    /** {@code weir keys generate}; needs no cluster. */
    @Command(
            name = "generate",
            description =
                    "Makes a key pair and a self-signed certificate, and the keys for secure aggregation. The private"
                            + " keys stay with the bank; the operator gets the certificate.",
            footer = {"", "Example:", "  weir keys generate --participant bank-a --out bank-a/"})
    static final class Generate implements Callable<Integer> {
        private static final int DAYS_MAX = 3650;

        @Mixin
        private Output output;

        @Option(names = "--participant", paramLabel = "NAME", required = true, description = "The participant's name.")
        private String participant;

        @Option(
                names = "--out",
                paramLabel = "DIR",
                required = true,
                description = "Where participant.key, participant.crt and participant.secure.key are written.")
        private Path out;

        @Option(
                names = "--type",
                defaultValue = "ED25519",
                description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
        private KeyType type;

        @Option(
                names = "--days",
                defaultValue = "365",
                description = "How long the certificate is valid. Default: ${DEFAULT-VALUE}")
        private int days;

        @Option(names = "--force", description = "Replace a key that is there.")
        private boolean force;

        @Override
        public Integer call() {
            Keys.validateParticipant(participant);
            if (days < 1 || days > DAYS_MAX) {
                throw CommandException.usage("--days is " + days + ": allowed is 1 to " + DAYS_MAX);
            }
            ParticipantIdentity identity =
                    ParticipantIdentity.generate(participant, type, Duration.ofDays(days), Instant.now());
            if (force) {
                identity.saveReplacing(out);
                SecureIdentity.generate().saveReplacing(out);
            } else {
                identity.save(out);
                SecureIdentity.loadOrGenerate(out);
            }
            Path certificate = out.resolve("participant.crt");
            output.print(
                    () -> JsonNodeFactory.instance
                            .objectNode()
                            .put("participant", participant)
                            .put("key", out.resolve("participant.key").toString())
                            .put("secureKey", out.resolve(SecureIdentity.FILE).toString())
                            .put("certificate", certificate.toString())
                            .put("certificateSha256", CertificateFiles.fingerprint(identity.certificateDer()))
                            .put(
                                    "validUntil",
                                    identity.certificate()
                                            .getNotAfter()
                                            .toInstant()
                                            .toString()),
                    () -> "Identity of " + participant + " written to " + out
                            + ". Keep participant.key and participant.secure.key; the operator enrols the certificate with\n"
                            + "  weir keys register --certificate " + certificate + "\n");
            return ExitStatus.DONE;
        }
    }

    /** {@code weir keys register}. */
    @Command(
            name = "register",
            description =
                    "Enrols the certificate's owner, or gives it a new certificate. Counts from the next round on.",
            footer = {"", "Example:", "  weir keys register --certificate bank-a/participant.crt --federation cards"})
    static final class Register implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connections;

        @Mixin
        private Output output;

        @Option(
                names = "--certificate",
                paramLabel = "FILE",
                required = true,
                description = "X.509 certificate, PEM or DER; its common name is the participant's name.")
        private Path certificate;

        @Override
        public Integer call() {
            String federation = connections.federation();
            X509Certificate read = CertificateFiles.read(certificate, Instant.now());
            try (FederationAdmin admin = new FederationAdmin(connections.checked())) {
                admin.enrol(CertificateFiles.enrolment(federation, read, Instant.now()));
            }
            changed(output, federation, Certificates.commonName(read), ParticipantState.ACTIVE, "enrolled");
            return ExitStatus.DONE;
        }
    }

    /** {@code weir keys revoke}. */
    @Command(
            name = "revoke",
            description = "Shuts a participant out from the next round on.",
            footer = {"", "Example:", "  weir keys revoke --participant bank-a --federation cards"})
    static final class Revoke implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connections;

        @Mixin
        private Output output;

        @Option(names = "--participant", paramLabel = "NAME", required = true, description = "The participant's name.")
        private String participant;

        @Override
        public Integer call() {
            String federation = connections.federation();
            try (FederationAdmin admin = new FederationAdmin(connections.checked())) {
                List<ParticipantEntry> entries = admin.participants(federation);
                ParticipantEntry entry = entries.stream()
                        .filter(candidate -> candidate.getParticipant().equals(participant))
                        .findFirst()
                        .orElseThrow(() -> CommandException.failed("participant '" + participant
                                + "' is not enrolled in federation '" + federation + "': enrolled are "
                                + entries.stream()
                                        .map(ParticipantEntry::getParticipant)
                                        .toList()));
                admin.enrol(ParticipantEntry.newBuilder(entry)
                        .setState(ParticipantState.REVOKED)
                        .build());
            }
            changed(output, federation, participant, ParticipantState.REVOKED, "revoked");
            return ExitStatus.DONE;
        }
    }

    private static void changed(
            Output output, String federation, String participant, ParticipantState state, String what) {
        output.print(
                () -> JsonNodeFactory.instance
                        .objectNode()
                        .put("federation", federation)
                        .put("participant", participant)
                        .put("state", state.name()),
                () -> participant + " is " + what + " in federation " + federation
                        + ", from the next round that opens.\n");
    }

    /** {@code weir keys list}. */
    @Command(
            name = "list",
            description = "Lists the enrolled participants.",
            footer = {"", "Example:", "  weir keys list --federation cards"})
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private ConnectionOptions connections;

        @Mixin
        private Output output;

        @Override
        public Integer call() {
            String federation = connections.federation();
            List<ParticipantEntry> entries;
            try (FederationAdmin admin = new FederationAdmin(connections.checked())) {
                entries = admin.participants(federation);
            }
            output.print(
                    () -> {
                        ObjectNode document =
                                JsonNodeFactory.instance.objectNode().put("federation", federation);
                        Participants.json(document.putArray("participants"), entries);
                        return document;
                    },
                    () -> Participants.text(entries));
            return ExitStatus.DONE;
        }
    }
}
