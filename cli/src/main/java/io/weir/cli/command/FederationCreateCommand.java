package io.weir.cli.command;

import io.weir.aggregator.FederationRules;
import io.weir.cli.CodecName;
import io.weir.cli.CommandException;
import io.weir.cli.ExitStatus;
import io.weir.cli.ParticipantPrivacyOptions;
import io.weir.cli.SecureAggregationOptions;
import io.weir.cli.StatisticsOption;
import io.weir.cli.audit.SignerKey;
import io.weir.cli.bank.PrivacySettings;
import io.weir.cli.bank.TrainingSettings;
import io.weir.cli.federation.FederationAdmin;
import io.weir.cli.federation.FederationDefaults;
import io.weir.cli.federation.Manifests;
import io.weir.cli.federation.StatisticsSource;
import io.weir.guard.rule.NormMad;
import io.weir.trainers.ModelSpec;
import io.weir.wire.Codec;
import io.weir.wire.FederationSettings;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.PrivacyBudget;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code weir federation create}. */
@Command(
        name = "create",
        description =
                "Creates a federation: its topics, its settings, its participants. Of the data only the feature schema"
                        + " is kept: columns, kinds, categories, perhaps centre and scale, never rows.",
        footer = {
            "",
            "Examples:",
            "  weir federation create --federation cards --schema-from sample.csv --label fraud --drop id",
            "  weir federation create --federation cards --features features.json --model mlp:32,16 --rounds 50 \\",
            "      --quorum 3 --participant-certificate bank-a/participant.crt --training epochs=2",
            "",
            "Training settings: epochs, batch.size, learning.rate, optimizer, momentum, l2, proximal,",
            "positive.weight, label.shift, label.prior; what is not given follows the model.",
            "",
            "Properties weir.secure.* say how --secure-aggregation hides updates. It has other defaults for --clipping-bound",
            "and the largest weight."
        })
final class FederationCreateCommand implements Callable<Integer> {
    @Mixin
    private ConnectionOptions connections;

    @Mixin
    private Output output;

    @ArgGroup(multiplicity = "1", exclusive = true)
    private FeatureOptions features;

    @Option(
            names = "--model",
            defaultValue = "mlp",
            description = "logreg, mlp, or mlp:64,32 with the widths of its hidden layers. Default: ${DEFAULT-VALUE}")
    private String model;

    @Option(names = "--rounds", paramLabel = "N", description = "Training rounds to run. Default: 10")
    private Long rounds;

    @Option(
            names = "--quorum",
            paramLabel = "N",
            description = "Complete updates without which a round fails. Default: 2")
    private Integer quorum;

    @Option(
            names = "--deadline-ms",
            paramLabel = "MS",
            description = "How long a round waits for updates. Default: 60000")
    private Long deadlineMs;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "Partitions of a round's topic. Default: " + FederationDefaults.PARTITIONS)
    private Integer partitions;

    @Option(
            names = "--chunk-parameters",
            paramLabel = "N",
            description = "Parameters in a chunk. Default: " + FederationDefaults.CHUNK_PARAMETERS)
    private Integer chunkParameters;

    @Option(
            names = "--clipping-bound",
            paramLabel = "NORM",
            description = "Largest L2 norm of an update. Default: " + FederationDefaults.CLIPPING_BOUND)
    private Double clippingBound;

    @Option(
            names = "--codec",
            converter = CodecName.class,
            description = "How updates are encoded: F32, BF16, F16 or INT8. Default: F32")
    private Codec codec;

    @Option(
            names = "--rule",
            paramLabel = "STAGE,…",
            description = "How updates are judged; as a property " + GuardProperties.PIPELINE + ". Default: norm-mad")
    private String rule;

    @Option(names = "--rule-param", paramLabel = "K=V", description = "A parameter of the rule. May be repeated.")
    private Map<String, String> ruleParameters = new LinkedHashMap<>();

    @Option(
            names = "--reference",
            paramLabel = "NAME",
            description =
                    "The participant with trusted data, which rules such as fltrust and monna compare the others with;"
                            + " its update is never summed.")
    private String reference;

    @Option(names = "--training", paramLabel = "K=V", description = "A training setting. May be repeated.")
    private Map<String, String> training = new LinkedHashMap<>();

    @Option(
            names = "--client-momentum",
            paramLabel = "B",
            description =
                    "Banks send B times their previous update plus 1 - B times the new one, 0 <= B < 1. Default: 0")
    private Double clientMomentum;

    @Mixin
    private SecureAggregationOptions secureAggregation;

    @Option(
            names = "--attested",
            description =
                    "Updates are sealed for aggregators that prove what they run (`weir aggregator --attestation`). Which"
                            + " ones to trust is each participant's choice (`weir participant --attestation-policy`).")
    private boolean attested;

    @Option(
            names = "--privacy-epsilon",
            paramLabel = "E",
            description =
                    "What each bank may spend over all rounds; a bank trains no round that would spend more. Needs"
                            + " --privacy-delta. Default: dp.epsilon and dp.delta of the training; without them nothing"
                            + " is counted")
    private Double privacyEpsilon;

    @Option(
            names = "--privacy-delta",
            paramLabel = "D",
            description = "The delta of --privacy-epsilon: well below 1 over a bank's rows.")
    private Double privacyDelta;

    @Mixin
    private ParticipantPrivacyOptions participantPrivacy;

    @Mixin
    private StatisticsOption statistics;

    @Option(
            names = "--seed",
            defaultValue = "42",
            description =
                    "Seed of the first version, of training and of what banks hold back. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--participant-certificate",
            paramLabel = "FILE",
            description = "Enrols the certificate's owner. May be repeated; `weir keys register` enrols further ones.")
    private List<Path> certificates = new ArrayList<>();

    @Option(
            names = "--publisher-certificate",
            paramLabel = "FILE",
            description = "The ledger is signed with this certificate's key: `weir publisher --identity` needs it then."
                    + " Default: the ledger is not signed")
    private Path publisherCertificate;

    @Option(
            names = "--aggregator-certificate",
            paramLabel = "FILE",
            description = "Rounds and calls of committees are signed with this certificate's key: `weir aggregator"
                    + " --identity` needs it then. May be repeated, one for each instance. Needed with"
                    + " --secure-aggregation mask and rlwe. Default: they are not signed")
    private List<Path> aggregatorCertificates = new ArrayList<>();

    @Option(
            names = "--if-not-exists",
            description = "Leave a federation of this name as it is, and end with status 0, instead of failing.")
    private boolean ifNotExists;

    @Override
    public Integer call() {
        String federation = connections.federation();
        FederationSettings settings = settings(federation);
        List<ParticipantEntry> participants = participants(federation);
        FederationRules.validate(settings);
        try (FederationAdmin admin = new FederationAdmin(connections.checked())) {
            if (ifNotExists && admin.list().contains(federation)) {
                printExisting(admin, federation);
                return ExitStatus.DONE;
            }
            admin.create(settings, participants);
        }
        output.print(
                () -> SettingsView.json(settings, participants),
                () -> SettingsView.text(settings, participants) + "\nFederation " + federation
                        + " is created. `weir aggregator` and `weir publisher` run its rounds.\n" + hint(settings));
        return ExitStatus.DONE;
    }

    /** The default works for any number of banks; what withstands more needs to know how many are hostile. */
    private static String hint(FederationSettings settings) {
        if (!settings.getRule().equals(NormMad.NAME)) {
            return "";
        }
        return """
                Its rule stops malformed and oversized updates, not a subtle poisoner. To withstand F hostile banks:
                  --rule norm-mad,arc,nnm,trimmed-mean --rule-param f=F --quorum N    (N at least 2F + 1)
                """;
    }

    private void printExisting(FederationAdmin admin, String federation) {
        // Also fails for one whose creation broke off before its settings were written.
        FederationSettings settings = admin.settings(federation);
        List<ParticipantEntry> participants = admin.participants(federation);
        output.print(
                () -> SettingsView.json(settings, participants),
                () -> SettingsView.text(settings, participants) + "\nFederation " + federation
                        + " exists and is left as it is.\n");
    }

    private FederationSettings settings(String federation) {
        ModelSpec spec = ModelSpec.parse(model);
        StatisticsSource source = statistics.source().orElseGet(() -> features.source(participantPrivacy.isGiven()));
        FederationSettings.Builder settings =
                FederationDefaults.settings(federation, Manifests.tabular(spec, features.schema(source), seed, source));
        Optional.ofNullable(rounds).ifPresent(settings::setRounds);
        Map<String, String> trainingSettings = source == StatisticsSource.SCHEMA
                ? TrainingSettings.completeWithoutCounts(spec, training, settings.getRounds())
                : TrainingSettings.complete(spec, training, settings.getRounds());
        if (!training.containsKey("momentum") && "adam".equals(training.get("optimizer"))) {
            // Adam has moments of its own; the model's default is for SGD.
            trainingSettings.put("momentum", "0.0");
        }
        TrainingSettings.parse(spec, trainingSettings);
        settings.setTraining(trainingSettings);
        GuardProperties.of(connections.properties(), rule, ruleParameters, reference)
                .apply(settings);
        settings.setAttested(attested);
        SecureProperties.of(connections.properties(), secureAggregation.backend())
                .apply(settings);
        Optional.ofNullable(publisherCertificate)
                .map(file -> SignerKey.read("--publisher-certificate", file))
                .map(ByteBuffer::wrap)
                .ifPresent(settings::setLedgerPublicKey);
        settings.setAggregatorPublicKeys(CertificateFiles.aggregatorKeys(aggregatorCertificates, Instant.now()));
        Optional.ofNullable(quorum).ifPresent(settings::setQuorum);
        Optional.ofNullable(deadlineMs).ifPresent(settings::setDeadlineMs);
        Optional.ofNullable(partitions).ifPresent(settings::setPartitions);
        Optional.ofNullable(chunkParameters).ifPresent(settings::setChunkParameters);
        Optional.ofNullable(clippingBound).ifPresent(settings::setClippingBound);
        Optional.ofNullable(clientMomentum).ifPresent(settings::setClientMomentum);
        privacyBudget()
                .or(() -> PrivacySettings.parse(trainingSettings).map(PrivacySettings::budget))
                .ifPresent(settings::setPrivacyBudget);
        Optional.ofNullable(codec).ifPresent(settings::setCodec);
        participantPrivacy.request(statistics.isPublicRound()).ifPresent(asked -> asked.apply(settings));
        return settings.build();
    }

    private Optional<PrivacyBudget> privacyBudget() {
        if ((privacyEpsilon == null) != (privacyDelta == null)) {
            throw CommandException.usage("--privacy-epsilon and --privacy-delta need one another");
        }
        return Optional.ofNullable(privacyEpsilon).map(epsilon -> new PrivacyBudget(epsilon, privacyDelta));
    }

    private List<ParticipantEntry> participants(String federation) {
        Instant now = Instant.now();
        List<ParticipantEntry> entries = certificates.stream()
                .map(file -> CertificateFiles.enrolment(federation, CertificateFiles.read(file, now), now))
                .toList();
        long names = entries.stream()
                .map(ParticipantEntry::getParticipant)
                .distinct()
                .count();
        if (names < entries.size()) {
            throw CommandException.usage("two of the given certificates name the same participant: "
                    + entries.stream().map(ParticipantEntry::getParticipant).toList());
        }
        return entries;
    }
}
