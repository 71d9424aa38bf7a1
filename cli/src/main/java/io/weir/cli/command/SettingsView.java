package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.federation.Manifests;
import io.weir.cli.federation.StatisticsSource;
import io.weir.cli.report.Numbers;
import io.weir.schemas.Bytes;
import io.weir.schemas.model.ModelLayout;
import io.weir.wire.FederationSettings;
import io.weir.wire.ModelManifest;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.PrivacyBudget;
import io.weir.wire.SecureSettings;
import io.weir.wire.TensorSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Shows a federation's settings. */
final class SettingsView {
    private SettingsView() {}

    static ObjectNode json(FederationSettings settings, List<ParticipantEntry> participants) {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("federation", settings.getFederation())
                .put("state", settings.getState().name());
        model(document.putObject("model"), settings.getManifest());
        document.put("rounds", settings.getRounds())
                .put("quorum", settings.getQuorum())
                .put("deadlineMs", settings.getDeadlineMs())
                .put("partitions", settings.getPartitions())
                .put("chunkParameters", settings.getChunkParameters())
                .put("codec", settings.getCodec().name())
                .put("clippingBound", settings.getClippingBound())
                .put("weightMax", settings.getWeightMax())
                .put("rule", settings.getRule());
        map(document.putObject("ruleParameters"), settings.getRuleParameters());
        document.put("optimizer", settings.getOptimizer());
        map(document.putObject("optimizerParameters"), settings.getOptimizerParameters());
        map(document.putObject("training"), settings.getTraining());
        secure(document, settings.getSecure());
        ArrayNode aggregators = document.putArray("aggregatorKeysSha256");
        settings.getAggregatorPublicKeys()
                .forEach(key -> aggregators.add(CertificateFiles.fingerprint(Bytes.copy(key))));
        document.put("attested", settings.getAttested());
        document.put("clientMomentum", settings.getClientMomentum())
                .put("seed", settings.getSeed())
                .put("auditRetentionMs", settings.getAuditRetentionMs())
                .put("createdAtMs", settings.getCreatedAtMs());
        if (settings.getPrivacyBudget() == null) {
            document.putNull("privacyBudget");
        } else {
            document.putObject("privacyBudget")
                    .put("epsilon", settings.getPrivacyBudget().getEpsilon())
                    .put("delta", settings.getPrivacyBudget().getDelta());
        }
        document.put(
                "statistics",
                statistics(settings)
                        .map(source -> source.name().toLowerCase(Locale.ROOT))
                        .orElse(null));
        NoiseView.settings(document, settings);
        Participants.json(document.putArray("participants"), participants);
        return document;
    }

    /** The manifest without the feature schema's text, which is large. */
    static void model(ObjectNode node, ModelManifest manifest) {
        node.put("architecture", manifest.getArchitecture())
                .put("parameters", new ModelLayout(manifest).parameterCount())
                .put("seed", manifest.getSeed());
        ArrayNode tensors = node.putArray("tensors");
        for (TensorSpec tensor : manifest.getTensors()) {
            ObjectNode entry = tensors.addObject()
                    .put("name", tensor.getName())
                    .put("role", tensor.getRole().name());
            ArrayNode shape = entry.putArray("shape");
            tensor.getShape().forEach(shape::add);
        }
    }

    private static void secure(ObjectNode document, SecureSettings secure) {
        if (secure == null) {
            return;
        }
        document.putObject("secureAggregation")
                .put("backend", secure.getBackend().name().toLowerCase(Locale.ROOT))
                .put("valueBits", secure.getValueBits())
                .put("committee", secure.getCommittee())
                .put("threshold", secure.getThreshold())
                .put("groups", secure.getGroups())
                .put("groupMin", secure.getGroupMin())
                .put("neighbours", secure.getNeighbours())
                .put("committeeTimeoutMs", secure.getCommitteeTimeoutMs());
    }

    private static String announcements(FederationSettings settings) {
        int keys = settings.getAggregatorPublicKeys().size();
        return keys == 0 ? "not signed" : "signed with one of " + keys + " key(s) of the aggregator";
    }

    private static String hiding(FederationSettings settings) {
        SecureSettings secure = settings.getSecure();
        if (secure == null && settings.getAttested()) {
            return "none";
        }
        return secure == null
                ? "none: updates are visible to whoever may read the round topics"
                : secure.getBackend().name().toLowerCase(Locale.ROOT) + ", " + secure.getThreshold() + " of "
                        + secure.getCommittee() + " open the sums of " + secure.getGroups() + " group(s) of at least "
                        + secure.getGroupMin();
    }

    private static void map(ObjectNode node, Map<String, String> entries) {
        new TreeMap<>(entries).forEach(node::put);
    }

    static String text(FederationSettings settings, List<ParticipantEntry> participants) {
        ModelManifest manifest = settings.getManifest();
        return Output.facts(List.of(
                        Output.fact("Federation", settings.getFederation()),
                        Output.fact("State", settings.getState()),
                        Output.fact("Created", Output.time(settings.getCreatedAtMs())),
                        Output.fact("Model", manifest.getArchitecture()),
                        Output.fact("Parameters", Numbers.count(new ModelLayout(manifest).parameterCount())),
                        Output.fact("Rounds", settings.getRounds()),
                        Output.fact("Quorum", settings.getQuorum()),
                        Output.fact("Deadline", settings.getDeadlineMs() + " ms"),
                        Output.fact("Rule", settings.getRule() + list(settings.getRuleParameters())),
                        Output.fact("Clipping bound", settings.getClippingBound()),
                        Output.fact("Optimizer", settings.getOptimizer() + list(settings.getOptimizerParameters())),
                        Output.fact("Training", list(settings.getTraining()).strip()),
                        Output.fact("Client momentum", settings.getClientMomentum()),
                        Output.fact("Privacy budget", budget(settings.getPrivacyBudget())),
                        Output.fact("Statistics", statisticsText(settings)),
                        Output.fact("Participant privacy", NoiseView.settings(settings)),
                        Output.fact("Codec", settings.getCodec()),
                        Output.fact("Secure aggregation", hiding(settings)),
                        Output.fact("Attested", settings.getAttested() ? "yes, updates are sealed" : "no"),
                        Output.fact("Announcements", announcements(settings)),
                        Output.fact("Partitions", settings.getPartitions()),
                        Output.fact("Chunk", Numbers.count(settings.getChunkParameters()) + " parameters"),
                        Output.fact("Seed", settings.getSeed())))
                + "\n" + Participants.text(participants);
    }

    /** Where centre and scale of columns come from; empty for models that are not Weir's. */
    private static Optional<StatisticsSource> statistics(FederationSettings settings) {
        StatisticsSource source = Manifests.source(settings.getManifest());
        return source == StatisticsSource.ROUND
                        || Manifests.features(settings.getManifest()).isPresent()
                ? Optional.of(source)
                : Optional.empty();
    }

    private static String statisticsText(FederationSettings settings) {
        return statistics(settings)
                .map(source -> switch (source) {
                    case ROUND ->
                        "round 0 sends sums and counts of each bank's rows"
                                + (settings.getParticipantPrivacy() == null
                                        ? ""
                                        : ", without noise: participant privacy does not cover them");
                    case SCHEMA -> "none: the feature schema names centre and scale of its numeric columns";
                })
                .orElse("none");
    }

    private static String budget(PrivacyBudget budget) {
        return budget == null
                ? "none"
                : "epsilon " + budget.getEpsilon() + " at delta " + budget.getDelta() + " for each participant";
    }

    private static String list(Map<String, String> entries) {
        return new TreeMap<>(entries)
                .entrySet().stream()
                        .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining());
    }
}
