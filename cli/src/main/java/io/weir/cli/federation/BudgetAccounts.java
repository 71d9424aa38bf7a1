package io.weir.cli.federation;

import io.weir.client.budget.BudgetRecords;
import io.weir.privacy.identity.Certificates;
import io.weir.schemas.Bytes;
import io.weir.schemas.Topics;
import io.weir.wire.BudgetRecord;
import io.weir.wire.FederationSettings;
import io.weir.wire.ParticipantEntry;
import io.weir.wire.ParticipantSpent;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What participants have spent of their privacy budgets, as far as their signed records say. */
public final class BudgetAccounts {
    /** Whose privacy is counted: that of each of a participant's records, or of all that it has. */
    public enum Level {
        RECORDS,
        PARTICIPANT
    }

    /**
     * A participant's account.
     *
     * @param budget ε at the budget's delta
     * @param record the newest with its signature; empty if there is none
     * @param addsUp whether the steps that it names cost what it says
     */
    public record Account(
            String participant, Level level, double budget, Optional<BudgetRecord> record, boolean addsUp) {
        /** Spent so far. */
        public double epsilon() {
            return switch (level) {
                case RECORDS -> record.map(BudgetRecord::getEpsilonSpent).orElse(0.0);
                case PARTICIPANT ->
                    record.map(BudgetRecord::getParticipantSpent)
                            .map(ParticipantSpent::getEpsilonSpent)
                            .orElse(0.0);
            };
        }
    }

    private BudgetAccounts() {}

    /** One account a participant and level; none if the federation has no budget. */
    public static List<Account> read(
            Connection connection, FederationSettings settings, List<ParticipantEntry> participants) {
        if (settings.getPrivacyBudget() == null && settings.getParticipantPrivacy() == null) {
            return List.of();
        }
        List<BudgetRecord> records =
                TopicSnapshot.read(connection, new Topics(settings.getFederation()).budget()).stream()
                        .filter(entry -> entry.value() instanceof BudgetRecord)
                        .map(entry -> (BudgetRecord) entry.value())
                        .toList();
        return of(settings, participants, records);
    }

    /** The same of records that were read. */
    public static List<Account> of(
            FederationSettings settings, List<ParticipantEntry> participants, List<BudgetRecord> records) {
        Map<Level, Double> budgets = new EnumMap<>(Level.class);
        Optional.ofNullable(settings.getPrivacyBudget())
                .ifPresent(budget -> budgets.put(Level.RECORDS, budget.getEpsilon()));
        Optional.ofNullable(settings.getParticipantPrivacy())
                .ifPresent(privacy ->
                        budgets.put(Level.PARTICIPANT, privacy.getBudget().getEpsilon()));
        return participants.stream()
                .flatMap(entry -> {
                    Optional<BudgetRecord> newest = newest(settings, entry, records);
                    boolean addsUp = newest.map(BudgetRecords::addsUp).orElse(true);
                    return budgets.entrySet().stream()
                            .map(budget -> new Account(
                                    entry.getParticipant(), budget.getKey(), budget.getValue(), newest, addsUp));
                })
                .toList();
    }

    private static Optional<BudgetRecord> newest(
            FederationSettings settings, ParticipantEntry entry, List<BudgetRecord> records) {
        byte[] key = publicKey(entry);
        return records.stream()
                .filter(record -> record.getFederation().equals(settings.getFederation())
                        && record.getParticipant().equals(entry.getParticipant())
                        && BudgetRecords.isSigned(record, key))
                .max(Comparator.comparingLong(BudgetRecord::getSequence));
    }

    private static byte[] publicKey(ParticipantEntry entry) {
        byte[] certificate = Bytes.copy(entry.getCertificate());
        return Certificates.parse(certificate).getPublicKey().getEncoded();
    }
}
