package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.report.SimilarityJson;
import io.weir.schemas.Bytes;
import io.weir.wire.Admission;
import io.weir.wire.CohortMember;
import io.weir.wire.Flag;
import io.weir.wire.LedgerRecord;
import io.weir.wire.Neighbour;
import io.weir.wire.QuarantineRecord;
import io.weir.wire.Rejection;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import io.weir.wire.Verdict;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Rounds as JSON. */
final class RoundJson {
    private RoundJson() {}

    /** One entry of a list of rounds. */
    static void summary(ObjectNode node, RoundView round) {
        RoundOpened opened = round.opened();
        node.put("round", round.round())
                .put("task", opened.getTask().name())
                .put("status", round.status().name())
                .put("baseVersion", opened.getBaseVersion());
        round.published()
                .ifPresentOrElse(
                        ledger -> node.put("version", ledger.getVersion()).put("digest", ledger.getModelDigest()),
                        () -> node.putNull("version").putNull("digest"));
        node.put("cohort", opened.getCohort().size())
                .put("quorum", opened.getQuorum())
                .put("admitted", round.admitted())
                .put("rejected", round.rejected().size())
                .put("flags", round.flags().size())
                .put("updatesRetained", round.updatesRetained());
        node.put("openedAtMs", opened.getOpenedAtMs());
        time(node, "closedAtMs", round.closedAtMs());
        time(node, "endedAtMs", round.endedAtMs());
        round.failed().ifPresent(failed -> node.put("failure", failed.getReason()));
    }

    private static void time(ObjectNode node, String field, OptionalLong epochMs) {
        if (epochMs.isPresent()) {
            node.put(field, epochMs.getAsLong());
        } else {
            node.putNull(field);
        }
    }

    /** Everything about a round. */
    static ObjectNode whole(RoundView round, Comparison compared) {
        RoundOpened opened = round.opened();
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("federation", opened.getFederation());
        summary(document, round);
        document.put("topic", opened.getTopic())
                .put("baseDigest", opened.getBaseDigest())
                .put("deadlineMs", opened.getDeadlineMs())
                .put("clippingBound", opened.getClippingBound())
                .put("codec", opened.getCodec().name())
                .put("rule", opened.getRule());
        PrivacyFacts.put(document, round);
        ArrayNode cohort = document.putArray("cohortMembers");
        opened.getCohort().stream().map(CohortMember::getParticipant).forEach(cohort::add);
        round.sealed().ifPresent(event -> sealing(document, event));
        ArrayNode admitted = document.putArray("admissions");
        if (round.failed().isEmpty()) {
            round.verdict().ifPresent(verdict -> admissions(admitted, verdict));
        }
        ArrayNode rejections = document.putArray("rejections");
        round.rejected().forEach(rejection -> rejection(rejections.addObject(), rejection));
        ArrayNode flags = document.putArray("flagged");
        round.flags().forEach(flag -> flag(flags.addObject(), flag));
        compared.similarity()
                .ifPresentOrElse(
                        similarity -> SimilarityJson.put(document.putObject("similarity"), similarity),
                        () -> document.putNull("similarity").put("similarityOmitted", compared.omitted()));
        ArrayNode quarantined = document.putArray("quarantined");
        round.quarantined().forEach(record -> quarantined(quarantined.addObject(), record));
        round.published().ifPresent(ledger -> published(document, ledger));
        return document;
    }

    private static void sealing(ObjectNode document, RoundSealed event) {
        document.put("closedBy", event.getClosedBy().name());
        ArrayNode cuts = document.putArray("cuts");
        event.getCuts().forEach(cuts::add);
        document.put("participantsRoot", hex(event.getParticipantsRoot()));
        ArrayNode updates = document.putArray("updates");
        for (SealedUpdate update : event.getUpdates()) {
            ObjectNode node = updates.addObject()
                    .put("participant", update.getParticipant())
                    .put("weight", update.getWeight())
                    .put("examples", update.getExamples())
                    .put("commitDigest", hex(update.getCommitDigest()));
            ObjectNode metrics = node.putObject("metrics");
            new TreeMap<>(update.getMetrics()).forEach((name, value) -> Output.number(metrics, name, value));
        }
    }

    private static void admissions(ArrayNode array, Verdict verdict) {
        for (Admission admission : verdict.getAdmitted()) {
            ObjectNode node = array.addObject()
                    .put("participant", admission.getParticipant())
                    .put("weight", admission.getWeight());
            Output.number(node, "clipFactor", admission.getClipFactor());
            Output.number(node, "l2Norm", admission.getL2Norm());
        }
    }

    private static void rejection(ObjectNode node, Rejection rejection) {
        node.put("participant", rejection.getParticipant())
                .put("reason", rejection.getReason().name())
                .put("detail", rejection.getDetail());
        explanation(node, rejection.getStage(), rejection.getEvidence(), rejection.getNeighbours());
    }

    private static void flag(ObjectNode node, Flag flag) {
        node.put("participant", flag.getParticipant())
                .put("code", flag.getCode().name())
                .put("detail", flag.getDetail());
        evidence(node, flag.getEvidence());
    }

    private static void explanation(
            ObjectNode node, String stage, Map<String, Double> evidence, List<Neighbour> neighbours) {
        evidence(node, evidence);
        node.put("stage", stage);
        ArrayNode array = node.putArray("neighbours");
        for (Neighbour near : neighbours) {
            ObjectNode neighbour = array.addObject().put("participant", near.getParticipant());
            Output.number(neighbour, "distance", near.getDistance());
            Output.number(neighbour, "cosine", near.getCosine());
        }
    }

    private static void evidence(ObjectNode node, Map<String, Double> numbers) {
        ObjectNode evidence = node.putObject("evidence");
        new TreeMap<>(numbers).forEach((name, value) -> Output.number(evidence, name, value));
    }

    /** A refused record and where it lies. */
    static void quarantined(ObjectNode node, QuarantineRecord record) {
        node.put("round", record.getRound())
                .put("participant", record.getParticipant())
                .put("reason", record.getReason().name())
                .put("detail", record.getDetail())
                .put("topic", record.getTopic())
                .put("partition", record.getPartition())
                .put("offset", record.getOffset())
                .put("sizeBytes", record.getSizeBytes())
                .put("refusedAtMs", record.getRefusedAtMs());
        explanation(node, record.getStage(), record.getEvidence(), record.getNeighbours());
    }

    private static void published(ObjectNode document, LedgerRecord ledger) {
        document.put("verdictDigest", hex(ledger.getVerdictDigest()))
                .put("aggregateDigest", hex(ledger.getAggregateDigest()))
                .put("configDigest", hex(ledger.getConfigDigest()))
                .put("ledgerHash", hex(ledger.getHash()));
    }

    static String hex(ByteBuffer bytes) {
        return HexFormat.of().formatHex(Bytes.copy(bytes));
    }
}
