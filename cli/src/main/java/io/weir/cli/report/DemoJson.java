package io.weir.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.report.DemoResult.Failed;
import io.weir.cli.report.DemoResult.Flag;
import io.weir.cli.report.DemoResult.Participant;
import io.weir.cli.report.DemoResult.Privacy;
import io.weir.cli.report.DemoResult.Published;
import io.weir.cli.report.DemoResult.Rejection;
import io.weir.cli.report.DemoResult.Round;
import io.weir.cli.report.DemoResult.Score;
import java.util.List;
import java.util.Locale;

/**
 * The JSON of a {@link DemoResult}. Names and nesting of the fields are a contract with scripts: fields are added at the
 * end of an object, none is renamed or moved.
 */
final class DemoJson {
    private DemoJson() {}

    static ObjectNode document(DemoResult result) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("federation", result.federation());
        ArrayNode rounds = document.putArray("rounds");
        result.rounds().forEach(round -> round(rounds.addObject(), round));
        ObjectNode quality = document.putObject("quality");
        score(quality.putObject("localOnly"), result.quality().localOnly());
        score(quality.putObject("federated"), result.quality().federated());
        score(quality.putObject("pooled"), result.quality().pooled());
        document.putObject("model")
                .put("version", result.model().version())
                .put("digest", result.model().digest());
        ObjectNode guard = document.putObject("guard");
        number(guard, "precision", result.guard().precision());
        number(guard, "recall", result.guard().recall());
        names(guard.putArray("attackers"), result.guard().attackers());
        number(document, "seconds", result.seconds());
        ArrayNode participants = document.putArray("participants");
        result.participants().forEach(participant -> participant(participants.addObject(), participant));
        ObjectNode configuration = document.putObject("configuration");
        result.configuration().forEach(configuration::put);
        names(document.putArray("command"), result.command());
        result.privacy()
                .ifPresentOrElse(
                        privacy -> privacy(document.putObject("privacy"), privacy), () -> document.putNull("privacy"));
        return document;
    }

    private static void round(ObjectNode node, Round round) {
        node.put("round", round.round());
        if (round.outcome() instanceof Published published) {
            node.put("version", published.version()).put("digest", published.digest());
        } else {
            node.putNull("version").putNull("digest");
        }
        names(node.putArray("admitted"), round.admitted());
        ArrayNode rejected = node.putArray("rejected");
        for (Rejection rejection : round.rejected()) {
            rejected.addObject()
                    .put("participant", rejection.participant())
                    .put("reason", rejection.reason())
                    .put("detail", rejection.detail());
        }
        number(node, "seconds", round.seconds());
        node.put("updateBytes", round.updateBytes());
        if (round.outcome() instanceof Failed failed) {
            node.put("failure", failed.reason());
        } else {
            node.putNull("failure");
        }
        score(node.putObject("quality"), round.quality());
        ObjectNode norms = node.putObject("norms");
        round.norms().forEach((participant, norm) -> number(norms, participant, norm));
        number(node, "clippingBound", round.clippingBound());
        ArrayNode flags = node.putArray("flags");
        for (Flag flag : round.flags()) {
            flags.addObject()
                    .put("participant", flag.participant())
                    .put("code", flag.code())
                    .put("detail", flag.detail());
        }
        round.similarity()
                .filter(similarity -> similarity.size() <= Similarity.SHOWN_MAX)
                .ifPresentOrElse(
                        similarity -> SimilarityJson.put(node.putObject("similarity"), similarity),
                        () -> node.putNull("similarity"));
    }

    private static void privacy(ObjectNode node, Privacy privacy) {
        node.put("level", privacy.level().name().toLowerCase(Locale.ROOT))
                .put("epsilon", privacy.epsilon())
                .put("delta", privacy.delta());
        ObjectNode spent = node.putObject("spent");
        privacy.spent().forEach((participant, epsilon) -> number(spent, participant, epsilon));
    }

    private static void participant(ObjectNode node, Participant participant) {
        node.put("name", participant.name());
        node.put("rows", participant.rows());
        node.put("positives", participant.positives());
        score(node.putObject("localOnly"), participant.localOnly());
    }

    private static void score(ObjectNode node, Score score) {
        number(node, "auc", score.auc());
        number(node, "ap", score.ap());
    }

    private static void names(ArrayNode array, List<String> names) {
        names.forEach(array::add);
    }

    /** JSON has no NaN and no infinity. */
    private static void number(ObjectNode node, String field, double value) {
        if (Double.isFinite(value)) {
            node.put(field, value);
        } else {
            node.putNull(field);
        }
    }
}
