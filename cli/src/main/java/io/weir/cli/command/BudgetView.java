package io.weir.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.cli.federation.Connection;
import io.weir.cli.federation.TopicSnapshot;
import io.weir.cli.report.TextTable;
import io.weir.client.budget.BudgetRecords;
import io.weir.schemas.Topics;
import io.weir.wire.BudgetRecord;
import io.weir.wire.FederationSettings;
import io.weir.wire.ParticipantEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Shows what participants have spent of their privacy budgets, as far as their signed records say. */
final class BudgetView {
    /**
     * A participant's account.
     *
     * @param record the newest with its signature; empty if there is none
     * @param addsUp whether the steps that it names cost what it says
     */
    record Spent(String participant, double budget, Optional<BudgetRecord> record, boolean addsUp) {
        double epsilon() {
            return record.map(BudgetRecord::getEpsilonSpent).orElse(0.0);
        }
    }

    private BudgetView() {}

    /** One account a participant; none if the federation has no budget. */
    static List<Spent> read(Connection connection, FederationSettings settings, List<ParticipantEntry> participants) {
        if (settings.getPrivacyBudget() == null) {
            return List.of();
        }
        List<BudgetRecord> records =
                TopicSnapshot.read(connection, new Topics(settings.getFederation()).budget()).stream()
                        .filter(entry -> entry.value() instanceof BudgetRecord)
                        .map(entry -> (BudgetRecord) entry.value())
                        .toList();
        return of(settings, participants, records);
    }

    static List<Spent> of(
            FederationSettings settings, List<ParticipantEntry> participants, List<BudgetRecord> records) {
        double budget = settings.getPrivacyBudget().getEpsilon();
        return participants.stream()
                .map(entry -> {
                    byte[] key = CertificateFiles.of(entry).getPublicKey().getEncoded();
                    Optional<BudgetRecord> newest = records.stream()
                            .filter(record -> record.getFederation().equals(settings.getFederation())
                                    && record.getParticipant().equals(entry.getParticipant())
                                    && BudgetRecords.isSigned(record, key))
                            .max(Comparator.comparingLong(BudgetRecord::getSequence));
                    return new Spent(
                            entry.getParticipant(),
                            budget,
                            newest,
                            newest.map(BudgetRecords::addsUp).orElse(true));
                })
                .toList();
    }

    static ObjectNode json(ObjectNode document, List<Spent> accounts) {
        ArrayNode array = document.putArray("privacySpent");
        for (Spent spent : accounts) {
            ObjectNode node = array.addObject()
                    .put("participant", spent.participant())
                    .put("epsilon", spent.epsilon())
                    .put("budget", spent.budget())
                    .put("addsUp", spent.addsUp());
            spent.record().ifPresent(record -> node.put("lastRound", record.getLastRound()));
        }
        return document;
    }

    static String text(List<Spent> accounts) {
        if (accounts.isEmpty()) {
            return "";
        }
        TextTable table = new TextTable(List.of(
                Output.left("Participant"),
                Output.right("Epsilon spent"),
                Output.right("Budget"),
                Output.right("Last round"),
                Output.left("Recomputed")));
        for (Spent spent : accounts) {
            Output.row(
                    table,
                    spent.participant(),
                    PrivacyCommand.roundedUp(spent.epsilon()),
                    spent.budget(),
                    spent.record()
                            .map(record -> String.valueOf(record.getLastRound()))
                            .orElse("none"),
                    spent.addsUp() ? "agrees" : "DIFFERS");
        }
        return "\n" + Output.render(table);
    }
}
