package io.weir.cli.command;

import io.weir.cli.CommandException;
import io.weir.cli.ExitStatus;
import io.weir.cli.bank.TabularTrainer;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationAdmin;
import io.weir.cli.federation.Manifests;
import io.weir.client.AttestationConfig;
import io.weir.client.LocalTrainer;
import io.weir.client.LocalTrainers;
import io.weir.client.Participant;
import io.weir.client.ParticipantConfig;
import io.weir.client.ParticipantListener;
import io.weir.client.SecureConfig;
import io.weir.client.StatisticsAnswers;
import io.weir.client.intercept.UpdateInterceptor;
import io.weir.privacy.identity.ParticipantIdentity;
import io.weir.privacy.identity.SecureIdentity;
import io.weir.trainers.data.FeatureSchema;
import io.weir.wire.FederationSettings;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.ParticipantState;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir participant}. */
@Command(
        name = "participant",
        description =
                "Runs a bank in the foreground: receives models, trains on its own data, publishes signed updates."
                        + " The data never leaves this process. Ends when the federation's rounds are over.",
        footer = {
            "",
            "Examples:",
            "  weir keys generate --participant bank-a --out bank-a/",
            "  weir keys register --certificate bank-a/participant.crt --federation cards",
            "  weir participant --identity bank-a/ --data bank-a.csv --federation cards",
            "",
            "OMP_NUM_THREADS is the number of threads that training uses; 1 unless set."
        })
final class ParticipantCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ParticipantCommand.class);

    @Mixin
    private ConnectionOptions connections;

    @Option(
            names = "--identity",
            paramLabel = "DIR",
            required = true,
            description = "The directory of participant.key, participant.crt and participant.secure.key, as"
                    + " `weir keys generate` makes it.")
    private Path identityDir;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The participant's name, to be sure that it is the certificate's. Default: the certificate's")
    private String name;

    @Option(
            names = "--committee",
            description = "Serve on the committees of secure aggregation: hold shares of the other banks' secrets, and"
                    + " open sums of enough updates only. What was acknowledged is written down in"
                    + " weir.secure.state.dir, by default DIR/committee of --identity: keep it.")
    private boolean committee;

    @Option(
            names = "--attestation-policy",
            paramLabel = "FILE",
            description = "Take part in attested rounds only, and seal updates for programs that this policy accepts;"
                    + " docs/how-to/verify-evidence.md lists its keys. As a property weir.attestation.policy.")
    private Path attestationPolicy;

    @Option(
            names = "--endorsements",
            paramLabel = "PATH",
            description = "With --attestation-policy: certificates, revocation lists, Intel's collateral: a file, or a"
                    + " directory of such files. May be repeated.")
    private List<Path> endorsements = new ArrayList<>();

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(
            names = "--no-holdout",
            description = "Train on every row. Without it one fifth, stratified, is held back from training.")
    private boolean noHoldout;

    @Option(
            names = "--dp-epsilon",
            paramLabel = "E",
            description =
                    "With --data: train only in rounds that ask for differential privacy with a dp.epsilon of at most"
                            + " E. Default: train in any round.")
    private Double epsilonMax;

    @Option(
            names = "--answer-statistics",
            paramLabel = "WHEN",
            description =
                    "Which rounds of statistics to answer, with sums and counts of the rows: without-noise, those of"
                            + " federations that ask for no noise of participants; always; never. As a property "
                            + StatisticsAnswers.KEY + ". Default: without-noise")
    private String answerStatistics;

    /** Where updates come from. */
    static final class Source {
        @Option(
                names = "--data",
                paramLabel = "FILE.csv",
                description = "The bank's rows; the federation says which columns are used.")
        private Path data;

        @Option(
                names = "--trainer",
                paramLabel = "CLASS",
                description = "Another trainer than the tabular one: a LocalTrainer service on the class path.")
        private String trainer;
    }

    @Override
    public Integer call() throws InterruptedException {
        ParticipantIdentity identity = ParticipantIdentity.load(identityDir);
        String participantName = Optional.ofNullable(name).orElse(identity.name());
        Connection connection = connections.checked();
        String federation = connections.federation();
        ParticipantConfig config = config(connection, federation, participantName);
        Optional<SecureIdentity> secure = secureKeys(config);
        LocalTrainer trainer = trainer(connection, federation, identity);
        Participant participant = secure.isPresent()
                ? new Participant(
                        config, identity, secure.get(), trainer, ParticipantListener.NONE, UpdateInterceptor.NONE)
                : new Participant(config, identity, trainer, ParticipantListener.NONE);
        try (Foreground running = new Foreground("participant", participant::close)) {
            running.starts(federation, connection.bootstrapServers());
            participant.run();
        }
        return ExitStatus.DONE;
    }

    private LocalTrainer trainer(Connection connection, String federation, ParticipantIdentity identity) {
        FederationSettings settings;
        try (FederationAdmin admin = new FederationAdmin(connection)) {
            settings = admin.settings(federation);
            checkEnrolment(admin.participants(federation), federation, identity);
        }
        if (source.trainer != null) {
            if (epsilonMax != null) {
                throw CommandException.usage(
                        "--dp-epsilon needs --data: a trainer of your own looks after its privacy" + " itself");
            }
            return LocalTrainers.find(source.trainer);
        }
        FeatureSchema schema = Manifests.features(settings.getManifest())
                .orElseThrow(() -> CommandException.usage("the model of federation '" + federation
                        + "' is not one of Weir's tabular models, so --data cannot be used: name a trainer with"
                        + " --trainer CLASS"));
        BankData data = BankData.load(source.data, federation, schema, !noHoldout, settings.getSeed());
        log.atInfo()
                .addKeyValue("trainingRows", data.train().rows())
                .addKeyValue("positives", data.train().positives())
                .addKeyValue("heldBack", data.heldBack())
                .log("data loaded");
        if (data.hasOneClass()) {
            log.atWarn()
                    .addKeyValue("participant", identity.name())
                    .log("every training row has the same label: the bank can take part, but a model of its own and its"
                            + " AUC would mean nothing");
        }
        return new TabularTrainer(
                identity.name(), data.train(), Optional.ofNullable(epsilonMax).orElse(Double.POSITIVE_INFINITY));
    }

    private static void checkEnrolment(
            List<ParticipantEntry> entries, String federation, ParticipantIdentity identity) {
        String register = "`weir keys register --federation " + federation + " --certificate FILE`";
        Optional<ParticipantEntry> found = entries.stream()
                .filter(entry -> entry.getParticipant().equals(identity.name()))
                .findFirst();
        if (found.isEmpty()) {
            log.atWarn()
                    .addKeyValue("participant", identity.name())
                    .log("not enrolled: waits until the operator registers the certificate with " + register);
            return;
        }
        if (found.get().getState() == ParticipantState.REVOKED) {
            throw CommandException.failed("participant '" + identity.name() + "' is revoked in federation '"
                    + federation + "': the operator can enrol it again with " + register);
        }
        if (!found.get().getCertificate().equals(ByteBuffer.wrap(identity.certificateDer()))) {
            throw CommandException.failed(
                    "participant '" + identity.name() + "' is enrolled in federation '" + federation
                            + "' with another certificate, so its updates would be refused: use the identity that was"
                            + " registered, or have the operator register this one with " + register);
        }
    }

    /** The directory's; made if there are none, unless the directory cannot be written and nothing asks for them. */
    private Optional<SecureIdentity> secureKeys(ParticipantConfig config) {
        boolean there = Files.exists(identityDir.resolve(SecureIdentity.FILE));
        if (there || config.secure().committee() || Files.isWritable(identityDir)) {
            return Optional.of(SecureIdentity.loadOrGenerate(identityDir));
        }
        log.atWarn()
                .addKeyValue("directory", identityDir)
                .log("no " + SecureIdentity.FILE + ", and the directory cannot be written: rounds that hide updates are"
                        + " left out");
        return Optional.empty();
    }

    private ParticipantConfig config(Connection connection, String federation, String participant) {
        Map<String, String> settings = new HashMap<>();
        connection.clientProperties().forEach((key, value) -> settings.put(key, String.valueOf(value)));
        settings.put(ParticipantConfig.FEDERATION, federation);
        settings.put(ParticipantConfig.PARTICIPANT, participant);
        if (committee) {
            settings.put(SecureConfig.COMMITTEE, "true");
        }
        Optional.ofNullable(answerStatistics).ifPresent(when -> settings.put(StatisticsAnswers.KEY, when));
        if (attestationPolicy != null) {
            settings.put(AttestationConfig.POLICY, attestationPolicy.toString());
        }
        if (!endorsements.isEmpty()) {
            settings.put(
                    AttestationConfig.ENDORSEMENTS,
                    endorsements.stream().map(Path::toString).collect(Collectors.joining(",")));
        }
        settings.putIfAbsent(
                SecureConfig.STATE_DIR, identityDir.resolve("committee").toString());
        return ParticipantConfig.from(settings);
    }
}
