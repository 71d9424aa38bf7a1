package io.weir.cli.federation;

import io.weir.client.budget.BudgetRecords;
import io.weir.privacy.identity.Certificates;
import io.weir.schemas.Topics;
import io.weir.wire.BudgetRecord;
import io.weir.wire.FederationSettings;
import io.weir.wire.ParticipantEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What participants have spent of their privacy budgets, as far as their signed records say. */
public final class BudgetAccounts {
    /**
     * A participant's account.
     *
     * @param record the newest with its signature; empty if there is none
     * @param addsUp whether the steps that it names cost what it says
     */
    public record Account(String participant, double budget, Optional<BudgetRecord> record, boolean addsUp) {
        /** Spent so far. */
        public double epsilon() {
            return record.map(BudgetRecord::getEpsilonSpent).orElse(0.0);
        }
    }

    private BudgetAccounts() {}

    /** One account a participant; none if the federation has no budget. */
    public static List<Account> read(
            Connection connection, FederationSettings settings, List<ParticipantEntry> participants) {
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

    /** The same of records that were read. */
    public static List<Account> of(
            FederationSettings settings, List<ParticipantEntry> participants, List<BudgetRecord> records) {
        double budget = settings.getPrivacyBudget().getEpsilon();
        return participants.stream()
                .map(entry -> {
                    byte[] key = publicKey(entry);
                    Optional<BudgetRecord> newest = records.stream()
                            .filter(record -> record.getFederation().equals(settings.getFederation())
                                    && record.getParticipant().equals(entry.getParticipant())
                                    && BudgetRecords.isSigned(record, key))
                            .max(Comparator.comparingLong(BudgetRecord::getSequence));
                    return new Account(
                            entry.getParticipant(),
                            budget,
                            newest,
                            newest.map(BudgetRecords::addsUp).orElse(true));
                })
                .toList();
    }

    private static byte[] publicKey(ParticipantEntry entry) {
        byte[] certificate = new byte[entry.getCertificate().remaining()];
        entry.getCertificate().duplicate().get(certificate);
        return Certificates.parse(certificate).getPublicKey().getEncoded();
    }
}
