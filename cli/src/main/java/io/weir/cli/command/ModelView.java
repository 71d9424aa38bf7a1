package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.report.Numbers;
import io.weir.cli.report.TextTable;
import io.weir.publisher.PublishedModel;
import io.weir.schemas.model.ModelLayout;
import io.weir.wire.LedgerRecord;
import io.weir.wire.ModelHead;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Shows versions. */
final class ModelView {
    private ModelView() {}

    static ObjectNode listJson(String federation, List<LedgerRecord> ledger, Set<Long> retained) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("federation", federation);
        ArrayNode models = document.putArray("models");
        ledger.forEach(
                record -> version(models.addObject(), record).put("retained", retained.contains(record.getVersion())));
        return document;
    }

    private static ObjectNode version(ObjectNode node, LedgerRecord record) {
        return node.put("version", record.getVersion())
                .put("parent", record.getParentVersion())
                .put("round", record.getRound())
                .put("digest", record.getModelDigest())
                .put("publishedAtMs", record.getPublishedAtMs());
    }

    static String listText(List<LedgerRecord> ledger, Set<Long> retained) {
        if (ledger.isEmpty()) {
            return "No version was published yet: `weir rounds list` shows how far the federation is.\n";
        }
        TextTable table = new TextTable(List.of(
                Output.right("Version"),
                Output.right("Parent"),
                Output.right("Round"),
                Output.left("Published"),
                Output.left("Readable"),
                Output.left("Digest")));
        for (LedgerRecord record : ledger) {
            Output.row(
                    table,
                    record.getVersion(),
                    record.getParentVersion() < 0 ? Numbers.NONE : record.getParentVersion(),
                    record.getRound(),
                    Output.time(record.getPublishedAtMs()),
                    retained.contains(record.getVersion()) ? "yes" : "no",
                    record.getModelDigest());
        }
        return Output.render(table);
    }

    static ObjectNode json(PublishedModel model, List<LedgerRecord> ledger) {
        ModelHead head = model.head();
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("federation", head.getFederation())
                .put("version", head.getVersion())
                .put("parent", head.getParentVersion())
                .put("round", head.getRound())
                .put("digest", head.getDigest())
                .put("parentDigest", head.getParentDigest())
                .put("publishedAtMs", head.getPublishedAtMs())
                .put("participantsRoot", RoundJson.hex(head.getParticipantsRoot()))
                .put("verdictDigest", RoundJson.hex(head.getVerdictDigest()))
                .put("configDigest", RoundJson.hex(head.getConfigDigest()))
                .put("software", head.getSoftware())
                .put("jvm", head.getJvm())
                .put("chunks", head.getChunkCount());
        SettingsView.model(document.putObject("model"), head.getManifest());
        ArrayNode lineage = document.putArray("lineage");
        lineage(head, ledger).forEach(record -> version(lineage.addObject(), record));
        return document;
    }

    static String text(PublishedModel model, List<LedgerRecord> ledger) {
        ModelHead head = model.head();
        TextTable tensors = new TextTable(List.of(
                Output.left("Tensor"),
                Output.left("Role"),
                Output.left("Shape"),
                Output.right("Parameters"),
                Output.right("L2 norm")));
        for (ModelLayout.Range range : new ModelLayout(head.getManifest()).ranges()) {
            Output.row(
                    tensors,
                    range.tensor().getName(),
                    range.tensor().getRole(),
                    range.tensor().getShape(),
                    Numbers.count(range.length()),
                    Numbers.significant(norm(model.parameters(), range)));
        }
        return Output.facts(List.of(
                        Output.fact("Version", head.getVersion() + " of federation " + head.getFederation()),
                        Output.fact("Digest", head.getDigest()),
                        Output.fact("Model", head.getManifest().getArchitecture()),
                        Output.fact("Round", head.getRound()),
                        Output.fact("Published", Output.time(head.getPublishedAtMs())),
                        Output.fact("Made by", head.getSoftware() + ", Java " + head.getJvm()),
                        Output.fact("Participants", "Merkle root " + RoundJson.hex(head.getParticipantsRoot())),
                        Output.fact("Verdict", "SHA-256 " + RoundJson.hex(head.getVerdictDigest()))))
                + "\n" + Output.render(tensors) + "\nLineage\n" + lineageText(lineage(head, ledger));
    }

    private static double norm(float[] parameters, ModelLayout.Range range) {
        double squares = 0;
        for (int i = range.first(); i < range.first() + range.length(); i++) {
            squares += (double) parameters[i] * parameters[i];
        }
        return Math.sqrt(squares);
    }

    private static String lineageText(List<LedgerRecord> lineage) {
        TextTable table = new TextTable(List.of(
                Output.right("Version"), Output.right("Round"), Output.left("Published"), Output.left("Digest")));
        lineage.forEach(record -> Output.row(
                table,
                record.getVersion(),
                record.getRound(),
                Output.time(record.getPublishedAtMs()),
                record.getModelDigest()));
        return Output.render(table);
    }

    /** The version and those before it, the first one first. */
    static List<LedgerRecord> lineage(ModelHead head, List<LedgerRecord> ledger) {
        Map<Long, LedgerRecord> byVersion = new HashMap<>();
        ledger.forEach(record -> byVersion.putIfAbsent(record.getVersion(), record));
        List<LedgerRecord> lineage = new ArrayList<>();
        LedgerRecord record = byVersion.remove(head.getVersion());
        while (record != null) {
            lineage.add(record);
            record = byVersion.remove(record.getParentVersion());
        }
        Collections.reverse(lineage);
        return lineage;
    }
}
