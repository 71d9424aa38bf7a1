package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.aggregator.audit.RecomputationPlan;
import io.weir.cli.CommandException;
import io.weir.cli.ExitStatus;
import io.weir.cli.audit.AuditReport;
import io.weir.cli.audit.AuditReport.RoundCheck;
import io.weir.cli.audit.AuditTrust;
import io.weir.cli.audit.Auditor;
import io.weir.cli.audit.KafkaAuditSource;
import io.weir.cli.audit.Proofs;
import io.weir.cli.audit.SignerKey;
import io.weir.cli.federation.Connection;
import io.weir.client.AttestationConfig;
import io.weir.client.attested.AttestedRoundCheck;
import io.weir.schemas.serde.WeirSerdes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir audit}. */
@Command(
        name = "audit",
        description = {
            "Verifies a federation: the ledger's chain and signatures, the models' digests, the aggregator's signatures,"
                    + " and every retained round, which is computed again from its topic and compared bit for bit.",
            "Ends with status 3 and names the record if something does not hold."
        },
        footer = {
            "",
            "Examples:",
            "  weir audit --federation cards",
            "  weir audit --federation cards --round 7 --partitions 8 --threads 4",
            "  weir audit --federation cards --proof bank-a --round 7 --out proof.json",
            "  weir audit --check proof.json --publisher-certificate publisher.crt"
        })
final class AuditCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connections;

    @Mixin
    private Output output;

    @Option(names = "--round", paramLabel = "N", description = "Computes only this round again.")
    private Long round;

    @Option(
            names = "--partitions",
            paramLabel = "Q",
            description = "Deals the updates to Q partitions instead of the round's: the digests must stay the same.")
    private Integer partitions;

    @Option(names = "--threads", paramLabel = "T", description = "Partitions to work on at once. Default: 1")
    private Integer threads;

    @Option(
            names = "--publisher-certificate",
            paramLabel = "FILE",
            description = "Holds the ledger's signatures against this certificate, not the key in the settings.")
    private Path publisherCertificate;

    @Option(
            names = "--aggregator-certificate",
            paramLabel = "FILE",
            description =
                    "Holds announcements of rounds and calls of committees against this certificate, not the keys in"
                            + " the settings. May be repeated.")
    private List<Path> aggregatorCertificates = new ArrayList<>();

    @Option(
            names = "--attestation-policy",
            paramLabel = "FILE",
            description = "Holds the evidence of attested rounds against this policy, as of their opening.")
    private Path attestationPolicy;

    @Option(
            names = "--endorsements",
            paramLabel = "PATH",
            description = "With --attestation-policy: certificates, revocation lists, Intel's collateral: a file, or a"
                    + " directory of such files. May be repeated.")
    private List<Path> endorsements = new ArrayList<>();

    @Option(
            names = "--proof",
            paramLabel = "PARTICIPANT",
            description = "Writes a proof that its update was counted once in --round, or why it was not.")
    private String proof;

    @Option(names = "--out", paramLabel = "FILE", description = "Where --proof writes to.")
    private Path out;

    @Option(names = "--check", paramLabel = "FILE", description = "Checks such a proof, without any connection.")
    private Path check;

    @Override
    public Integer call() {
        Optional<byte[]> key =
                Optional.ofNullable(publisherCertificate).map(file -> SignerKey.read("--publisher-certificate", file));
        if (check != null) {
            return check(key);
        }
        RecomputationPlan plan = RecomputationPlan.asRecorded();
        if (partitions != null) {
            plan = plan.onPartitions(partitions);
        }
        if (threads != null) {
            plan = plan.onThreads(threads);
        }
        return proof == null ? audit(plan, key) : prove();
    }

    static Auditor auditor(ConnectionOptions connections) {
        String federation = connections.federation();
        Connection connection = connections.checked();
        return new Auditor(
                federation,
                WeirSerdes.deserializer(connection.clientProperties()),
                () -> new KafkaAuditSource(connection));
    }

    private int audit(RecomputationPlan plan, Optional<byte[]> key) {
        OptionalLong chosen = round == null ? OptionalLong.empty() : OptionalLong.of(round);
        List<ByteBuffer> aggregators = aggregatorCertificates.stream()
                .map(file -> ByteBuffer.wrap(SignerKey.read("--aggregator-certificate", file)))
                .toList();
        AuditReport report = auditor(connections).audit(chosen, plan, new AuditTrust(key, aggregators, demanded()));
        output.print(() -> json(report), () -> text(report));
        return report.holds() ? ExitStatus.DONE : ExitStatus.NOT_VERIFIED;
    }

    private Optional<AttestedRoundCheck> demanded() {
        if (attestationPolicy == null && !endorsements.isEmpty()) {
            throw CommandException.usage(
                    "--endorsements needs --attestation-policy FILE: nothing is verified without one");
        }
        return AttestedRoundCheck.of(
                new AttestationConfig(Optional.ofNullable(attestationPolicy), endorsements, Optional.empty()),
                Optional::empty);
    }

    private int prove() {
        if (round == null || out == null) {
            throw CommandException.usage("--proof needs --round N and --out FILE");
        }
        String text = Proofs.make(auditor(connections), proof, round);
        try {
            Files.writeString(out, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Proofs.Checked made = Proofs.check(text, Optional.empty());
        output.print(
                () -> Proofs.json(made, false).put("file", out.toString()),
                () -> "Proof of " + made.outcome() + " written to " + out + "\n");
        return made.holds() ? ExitStatus.DONE : ExitStatus.NOT_VERIFIED;
    }

    private int check(Optional<byte[]> key) {
        Proofs.Checked checked;
        try {
            checked = Proofs.check(Files.readString(check, StandardCharsets.UTF_8), key);
        } catch (IOException e) {
            throw CommandException.unreadable("--check", check, e);
        }
        output.print(() -> Proofs.json(checked, key.isPresent()), () -> checkText(checked, key.isPresent()));
        return checked.holds() ? ExitStatus.DONE : ExitStatus.NOT_VERIFIED;
    }

    private static String checkText(Proofs.Checked checked, boolean signature) {
        StringBuilder text = new StringBuilder();
        if (checked.holds()) {
            text.append("The proof holds: the update of ")
                    .append(checked.participant())
                    .append(" in round ")
                    .append(checked.round())
                    .append(" was ")
                    .append(checked.outcome())
                    .append(" (")
                    .append(checked.detail())
                    .append(").\n");
            text.append(
                    signature
                            ? "The publisher's signature is valid.\n"
                            : "Who wrote the ledger record was not checked: give --publisher-certificate.\n");
        } else {
            text.append("The proof does not hold:\n");
            checked.problems()
                    .forEach(problem -> text.append("  ").append(problem).append('\n'));
        }
        return text.toString();
    }

    private static ObjectNode json(AuditReport report) {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("holds", report.holds())
                .put("ledgerRecords", report.ledgerRecords())
                .put("signatures", report.signature().name())
                .put("announcements", report.announcements().name());
        ArrayNode versions = document.putArray("versions");
        report.versions().forEach(versions::add);
        ArrayNode rounds = document.putArray("rounds");
        for (RoundCheck check : report.rounds()) {
            ObjectNode node = rounds.addObject()
                    .put("round", check.round())
                    .put("version", check.version())
                    .put("holds", check.holds())
                    .put("recomputed", check.extent().name());
            check.notRetained().forEach(node.putArray("notRetained")::add);
            check.notes().forEach(node.putArray("notes")::add);
        }
        ArrayNode findings = document.putArray("findings");
        report.findings().forEach(finding -> findings.addObject()
                .put("topic", finding.topic())
                .put("partition", finding.partition())
                .put("offset", finding.offset())
                .put("what", finding.what()));
        return document;
    }

    private static String text(AuditReport report) {
        StringBuilder text = new StringBuilder();
        text.append("Ledger: ").append(report.ledgerRecords()).append(" records, ");
        text.append(
                switch (report.signature()) {
                    case GIVEN_KEY -> "signatures held against the given certificate\n";
                    case SETTINGS_KEY -> "signatures held against the key in the federation's settings\n";
                    case UNSIGNED -> "not signed\n";
                });
        text.append("Announcements: ");
        text.append(
                switch (report.announcements()) {
                    case GIVEN_KEY -> "signatures held against the given certificates\n";
                    case SETTINGS_KEY -> "signatures held against the keys in the federation's settings\n";
                    case UNSIGNED -> "not signed\n";
                });
        text.append("Models: versions ").append(report.versions()).append(" are retained\n");
        for (RoundCheck check : report.rounds()) {
            text.append("Round ").append(check.round()).append(": version ").append(check.version());
            text.append(
                    !check.holds()
                            ? ", does not hold"
                            : switch (check.extent()) {
                                case MODEL -> ", computed again to the same model";
                                case AGGREGATE -> ", computed again to the same aggregate";
                                case SEALED ->
                                    ", attested: its records, hashes and ledger entry agree and its sum leads to the model;"
                                            + " the updates are sealed, so the sum cannot be computed again";
                                case RECORDS -> ", its records agree with the ledger";
                            });
            check.notes().forEach(note -> text.append("; ").append(note));
            text.append(
                    check.notRetained().isEmpty()
                            ? "\n"
                            : "; not retained: " + String.join(", ", check.notRetained()) + "\n");
        }
        if (report.holds()) {
            text.append("Everything holds.\n");
        } else {
            text.append(report.findings().size()).append(" finding(s), the first first:\n");
            report.findings()
                    .forEach(finding -> text.append("  ").append(finding).append('\n'));
        }
        return text.toString();
    }
}
