package io.weir.cli.command;

import io.weir.cli.federation.Connection;
import io.weir.cli.federation.TopicSnapshot;
import io.weir.schemas.Keys;
import io.weir.schemas.Topics;
import io.weir.wire.LedgerRecord;
import io.weir.wire.QuarantineRecord;
import io.weir.wire.RoundFailed;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.Verdict;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** Puts rounds, verdicts, ledger and quarantine of a federation together. */
final class RoundViews {
    private RoundViews() {}

    /**
     * Every round, by number.
     *
     * @param existing names of the topics that are there
     */
    static List<RoundView> read(Connection connection, Topics topics, Set<String> existing) {
        Map<Long, LedgerRecord> ledger = new HashMap<>();
        for (LedgerRecord entry : values(connection, topics.ledger(), LedgerRecord.class)) {
            ledger.putIfAbsent(entry.getRound(), entry);
        }
        List<QuarantineRecord> quarantined = values(connection, topics.quarantine(), QuarantineRecord.class);
        return join(
                TopicSnapshot.readCompacted(connection, topics.rounds()),
                TopicSnapshot.readCompacted(connection, topics.verdicts()),
                ledger,
                quarantined,
                existing);
    }

    /** The records of a topic that are of one type. */
    static <T extends SpecificRecord> List<T> values(Connection connection, String topic, Class<T> type) {
        return TopicSnapshot.read(connection, topic).stream()
                .map(TopicSnapshot.Entry::value)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    static List<RoundView> join(
            Map<String, TopicSnapshot.Entry> rounds,
            Map<String, TopicSnapshot.Entry> verdicts,
            Map<Long, LedgerRecord> ledger,
            List<QuarantineRecord> quarantined,
            Set<String> existing) {
        return rounds.values().stream()
                .map(entry -> view(entry.value(), verdicts, ledger, quarantined, existing))
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingLong(RoundView::round))
                .toList();
    }

    private static Optional<RoundView> view(
            SpecificRecord event,
            Map<String, TopicSnapshot.Entry> verdicts,
            Map<Long, LedgerRecord> ledger,
            List<QuarantineRecord> quarantined,
            Set<String> existing) {
        Optional<RoundSealed> sealed =
                Optional.of(event).filter(RoundSealed.class::isInstance).map(RoundSealed.class::cast);
        Optional<RoundFailed> failed =
                Optional.of(event).filter(RoundFailed.class::isInstance).map(RoundFailed.class::cast);
        return sealed.map(RoundSealed::getOpened)
                .or(() -> failed.map(RoundFailed::getOpened))
                .or(() ->
                        Optional.of(event).filter(RoundOpened.class::isInstance).map(RoundOpened.class::cast))
                .map(opened -> new RoundView(
                        opened,
                        sealed,
                        failed,
                        Optional.ofNullable(verdicts.get(Keys.round(opened.getRound())))
                                .map(entry -> (Verdict) entry.value()),
                        Optional.ofNullable(ledger.get(opened.getRound())).filter(entry -> failed.isEmpty()),
                        quarantined.stream()
                                .filter(record -> record.getRound() == opened.getRound())
                                .toList(),
                        existing.contains(opened.getTopic())));
    }
}
