package io.weir.cli.audit;

import io.weir.client.secure.AggregatorKeys;
import io.weir.wire.RoundOpened;
import java.util.List;

/** Holds announcements of rounds against the keys of those who may announce them. */
final class AnnouncementAudit {
    private AnnouncementAudit() {}

    /**
     * Looks at every record that announces a round; without keys nobody has to sign.
     *
     * @param announced one round's, in the topic's order
     */
    static void check(List<Located<RoundOpened>> announced, AggregatorKeys keys, List<Finding> findings) {
        if (keys.isEmpty()) {
            return;
        }
        int before = findings.size();
        announced.stream().filter(found -> !keys.signed(found.value())).forEach(found -> findings.add(unsigned(found)));
        if (findings.size() == before) {
            announcedTwice(announced, findings);
        }
    }

    private static Finding unsigned(Located<RoundOpened> found) {
        long round = found.value().getRound();
        return found.finding(
                found.value().getSignature().hasRemaining()
                        ? "the announcement of round " + round
                                + " is not what an aggregator signed: somebody changed or"
                                + " wrote it, or its key is not among those that are known; --aggregator-certificate"
                                + " names keys that signed earlier"
                        : "the announcement of round " + round + " is not signed; the federation's aggregators sign");
    }

    private static void announcedTwice(List<Located<RoundOpened>> announced, List<Finding> findings) {
        Located<RoundOpened> last = announced.get(announced.size() - 1);
        for (Located<RoundOpened> found : announced) {
            String difference = AvroJson.difference(found.value(), last.value(), List.of());
            if (!difference.isEmpty()) {
                findings.add(found.finding("round " + found.value().getRound()
                        + " was announced twice, and both announcements are signed: " + difference));
            }
        }
    }
}
