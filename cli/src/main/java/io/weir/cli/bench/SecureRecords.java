package io.weir.cli.bench;

import io.weir.cli.federation.Connection;
import io.weir.cli.federation.FederationException;
import io.weir.cli.federation.TopicSnapshot;
import io.weir.schemas.Topics;
import io.weir.wire.LedgerRecord;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.UpdateCommit;
import io.weir.wire.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** What a federation left in its topics once its rounds were over. */
record SecureRecords(Map<Long, RoundSealed> seals, Map<Long, Verdict> verdicts, Map<Long, LedgerRecord> ledger) {
    /**
     * Reads, and checks that in every round but the first, when not all may have published their keys yet, everyone was
     * there.
     */
    static SecureRecords of(Connection connection, SecureFederation federation, int participants) {
        Topics topics = new Topics(federation.name());
        SecureRecords records = new SecureRecords(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        all(connection, topics.rounds(), RoundSealed.class)
                .forEach(seal -> records.seals().put(seal.getOpened().getRound(), seal));
        all(connection, topics.verdicts(), Verdict.class)
                .forEach(verdict -> records.verdicts().put(verdict.getRound(), verdict));
        all(connection, topics.ledger(), LedgerRecord.class)
                .forEach(entry -> records.ledger().put(entry.getRound(), entry));
        for (long round = 2; round <= federation.rounds(); round++) {
            Verdict verdict = records.verdicts().get(round);
            if (verdict == null || verdict.getAdmitted().size() != participants) {
                throw new FederationException(
                        "in round " + round + " of " + federation.name() + " not all " + participants
                                + " updates were admitted"
                                + (verdict == null ? "" : ": refused were " + verdict.getRejected()));
            }
        }
        return records;
    }

    private static <T extends SpecificRecord> List<T> all(Connection connection, String topic, Class<T> type) {
        return TopicSnapshot.read(connection, topic).stream()
                .map(TopicSnapshot.Entry::value)
                .filter(type::isInstance)
                .map(type::cast)
                .collect(Collectors.toList());
    }

    RoundOpened opened(long round) {
        return seals.get(round).getOpened();
    }

    /** From the last commit of a round to its version, by the clocks of who wrote them. */
    double commitToVersionSeconds(Connection connection, long round) {
        long lastCommitMs = TopicSnapshot.read(connection, opened(round).getTopic()).stream()
                .filter(entry -> entry.value() instanceof UpdateCommit)
                .mapToLong(TopicSnapshot.Entry::timestampMs)
                .max()
                .orElseThrow();
        return (ledger.get(round).getPublishedAtMs() - lastCommitMs) / 1e3;
    }
}
