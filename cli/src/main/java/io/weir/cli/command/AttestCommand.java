package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.aggregator.TopologyDigest;
import io.weir.cli.CommandException;
import io.weir.cli.ExitStatus;
import io.weir.privacy.attestation.Appraisal;
import io.weir.privacy.attestation.Appraisal.Accepted;
import io.weir.privacy.attestation.Appraisal.Refused;
import io.weir.privacy.attestation.AttestationFiles;
import io.weir.privacy.attestation.AttestationPolicy;
import io.weir.privacy.attestation.AttestationVerifier;
import io.weir.privacy.attestation.Facts;
import io.weir.privacy.attestation.SimulatedTee;
import io.weir.privacy.attestation.TcbStatus;
import io.weir.privacy.attestation.Tee;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.schemas.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir attest}. */
@Command(
        name = "attest",
        description = "Attestation evidence of trusted execution environments.",
        subcommands = {AttestCommand.Verify.class, AttestCommand.TopologyOf.class, AttestCommand.Simulator.class})
final class AttestCommand extends GroupCommand {

    /** {@code weir attest verify}; needs no cluster and fetches nothing. */
    @Command(
            name = "verify",
            description = {
                "Verifies a SEV-SNP report, or a TDX or SGX quote, against a policy: certificates up to the vendor's"
                        + " root, revocation, signatures, firmware, measurement. Fetches nothing.",
                "Ends with status 3 and says why if the evidence does not hold."
            },
            footer = {
                "",
                "Example:",
                "  weir attest verify quote.dat --endorsements collateral/ --policy policy.properties"
            })
    static final class Verify implements Callable<Integer> {
        @Mixin
        private Output output;

        @Parameters(paramLabel = "FILE", description = "The report or quote, raw or in hexadecimal digits.")
        private Path evidence;

        @Option(
                names = "--policy",
                paramLabel = "FILE",
                required = true,
                description = "What is demanded, as properties; docs/how-to/verify-evidence.md lists the keys.")
        private Path policy;

        @Option(
                names = "--endorsements",
                paramLabel = "PATH",
                description = "Certificates, revocation lists, Intel's collateral: a file, or a directory of such"
                        + " files. May be repeated.")
        private List<Path> endorsements = new ArrayList<>();

        @Option(
                names = "--at",
                paramLabel = "INSTANT",
                description = "The time at which all must be valid, such as 2026-03-01T00:00:00Z. Default: now.")
        private String at;

        @Override
        public Integer call() {
            AttestationPolicy demanded = AttestationFiles.policy(policy);
            Instant time = time();
            Appraisal appraisal = AttestationVerifier.verify(
                    AttestationFiles.evidence(evidence), AttestationFiles.endorsements(endorsements), demanded, time);
            output.print(() -> json(appraisal, time), () -> text(appraisal));
            return appraisal instanceof Accepted ? ExitStatus.DONE : ExitStatus.NOT_VERIFIED;
        }

        private Instant time() {
            try {
                return at == null ? Instant.now() : Instant.parse(at);
            } catch (DateTimeParseException e) {
                throw CommandException.usage("--at is '" + at + "': give a time such as 2026-03-01T00:00:00Z", e);
            }
        }
    }

    /** {@code weir attest topology}; needs no cluster. */
    @Command(
            name = "topology",
            description = "Prints the digest of a federation's topology as this version of Weir builds it, for"
                    + " weir.attestation.topology: what an aggregator's evidence must be bound to.",
            footer = {"", "Example:", "  weir attest topology --federation cards"})
    static final class TopologyOf implements Callable<Integer> {
        @Mixin
        private Output output;

        @Option(
                names = "--federation",
                paramLabel = "NAME",
                defaultValue = "weir",
                description = "The federation. Default: ${DEFAULT-VALUE}")
        private String federation;

        @Override
        public Integer call() {
            Topics.validateFederation(federation);
            String digest = HexFormat.of().formatHex(TopologyDigest.of(federation));
            output.print(
                    () -> JsonNodeFactory.instance
                            .objectNode()
                            .put("federation", federation)
                            .put("topologyDigest", digest),
                    () -> digest + "\n");
            return ExitStatus.DONE;
        }
    }

    /** {@code weir attest simulator}; needs no cluster. */
    @Command(
            name = "simulator",
            description =
                    "Prints the policy that accepts simulated evidence of one root and of nothing else. It protects"
                            + " nothing: for tests and rehearsals.",
            footer = {
                "",
                "Examples:",
                "  weir keys generate --participant simulator --out simulator/",
                "  weir attest simulator --identity simulator/ > simulator.properties",
                "  weir aggregator --attestation simulator \\",
                "      --command-property weir.attestation.simulator.identity=simulator/"
            })
    static final class Simulator implements Callable<Integer> {
        @Mixin
        private Output output;

        @Option(
                names = "--identity",
                paramLabel = "DIR",
                required = true,
                description = "The simulator's root, as `weir keys generate` makes it; an Ed25519 key.")
        private Path identity;

        @Override
        public Integer call() {
            byte[] measurement = SimulatedTee.measurement();
            String root = SimulatedTee.of(ParticipantIdentity.load(identity), measurement)
                    .rootPin();
            String hex = HexFormat.of().formatHex(measurement);
            output.print(
                    () -> JsonNodeFactory.instance
                            .objectNode()
                            .put("tee", Tee.SIMULATOR.word())
                            .put("measurement", hex)
                            .put("roots", root),
                    () -> "# A simulator protects nothing.\ntee=" + Tee.SIMULATOR.word() + "\nmeasurement=" + hex
                            + "\nroots=" + root + "\n");
            return ExitStatus.DONE;
        }
    }

    private static ObjectNode json(Appraisal appraisal, Instant at) {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("accepted", appraisal instanceof Accepted)
                .put("at", at.toString());
        if (appraisal instanceof Accepted accepted) {
            Facts facts = accepted.facts();
            document.put("tee", facts.tee().word())
                    .put("product", facts.product())
                    .put("measurement", facts.measurement())
                    .put("reportData", facts.reportData())
                    .put("tcbStatus", facts.tcbStatus().map(TcbStatus::word).orElse(null));
            facts.advisories().forEach(document.putArray("advisories")::add);
            facts.unchecked().forEach(document.putArray("unchecked")::add);
            facts.details().forEach(document.putObject("details")::put);
        } else if (appraisal instanceof Refused refused) {
            document.put("reason", refused.reason().name()).put("detail", refused.sentence());
            refused.numbers().forEach(document.putObject("evidence")::put);
        }
        return document;
    }

    private static String text(Appraisal appraisal) {
        if (appraisal instanceof Accepted accepted) {
            Facts facts = accepted.facts();
            List<String[]> lines = new ArrayList<>();
            lines.add(Output.fact("tee", facts.tee().word()));
            lines.add(Output.fact("product", facts.product()));
            lines.add(Output.fact("measurement", facts.measurement()));
            lines.add(Output.fact("report data", facts.reportData()));
            facts.tcbStatus().ifPresent(status -> lines.add(Output.fact("TCB status", status.word())));
            if (!facts.advisories().isEmpty()) {
                lines.add(Output.fact("advisories", String.join(", ", facts.advisories())));
            }
            facts.details().forEach((name, value) -> lines.add(Output.fact(name, value)));
            if (!facts.unchecked().isEmpty()) {
                lines.add(Output.fact("NOT CHECKED", String.join(", ", facts.unchecked())));
            }
            return "Accepted.\n" + Output.facts(lines);
        }
        Refused refused = (Refused) appraisal;
        return "Refused: " + refused.reason() + "\n" + refused.sentence() + "\n";
    }
}
