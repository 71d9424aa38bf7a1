package io.weir.aggregator;

import io.weir.guard.Rules;
import io.weir.guard.VerdictRule;
import io.weir.wire.FederationSettings;
import io.weir.wire.SecureBackend;
import io.weir.wire.SecureSettings;

/** What must hold for settings that hide updates. */
final class SecureRules {
    private static final int COMMITTEE_MAX = 30;
    private static final int VALUE_BITS_MAX = 31;

    private SecureRules() {}

    static void validate(FederationSettings settings) {
        if (!FederationRules.hidesUpdates(settings)) {
            return;
        }
        SecureSettings secure = settings.getSecure();
        FederationRules.require(
                secure.getValueBits() == 0 || (secure.getValueBits() >= 8 && secure.getValueBits() <= VALUE_BITS_MAX),
                "weir.secure.value.bits",
                secure.getValueBits(),
                "0 (as many as fit), or 8 to " + VALUE_BITS_MAX);
        FederationRules.require(secure.getGroups() >= 1, "weir.secure.groups", secure.getGroups(), "1 and more");
        FederationRules.require(secure.getGroupMin() >= 2, "weir.secure.group.min", secure.getGroupMin(), "2 and more");
        FederationRules.require(
                secure.getNeighbours() >= 0 && secure.getNeighbours() % 2 == 0,
                "weir.secure.neighbours",
                secure.getNeighbours(),
                "an even number, or 0 for the whole group");
        FederationRules.require(
                secure.getCommitteeTimeoutMs() >= 100,
                "weir.secure.committee.timeout.ms",
                secure.getCommitteeTimeoutMs(),
                "100 and more");
        if (secure.getBackend() != SecureBackend.PLAIN) {
            committee(secure);
            if (settings.getAggregatorPublicKeys().isEmpty()) {
                throw new IllegalArgumentException("updates are hidden, and no aggregator is named that may call the"
                        + " committee: create the federation with --aggregator-certificate FILE; `weir keys generate`"
                        + " makes it, and `weir aggregator --identity DIR` signs with its key");
            }
        }
        FederationRules.require(
                settings.getQuorum() >= secure.getGroupMin(),
                "weir.round.quorum",
                settings.getQuorum(),
                "at least weir.secure.group.min, which is " + secure.getGroupMin());
        FederationRules.require(
                settings.getClientMomentum() == 0,
                "weir.client.momentum",
                settings.getClientMomentum(),
                "0 with secure aggregation: a bank cannot read its own hidden update again");
        rule(settings);
    }

    /** 2t > m, or two disjoint parts of the committee could open two different sums. */
    private static void committee(SecureSettings secure) {
        int members = secure.getCommittee();
        FederationRules.require(
                members >= 2 && members <= COMMITTEE_MAX,
                "weir.secure.committee.size",
                members,
                "2 to " + COMMITTEE_MAX);
        FederationRules.require(
                secure.getThreshold() <= members && 2 * secure.getThreshold() > members,
                "weir.secure.threshold",
                secure.getThreshold(),
                "more than half of the committee of " + members + " and at most all of it");
    }

    /** Rules see groups' means: their norms and inner products, and nothing of single updates. */
    private static void rule(FederationSettings settings) {
        VerdictRule rule = Rules.named(settings.getRule(), settings.getRuleParameters());
        FederationRules.require(
                !rule.needsSigns()
                        && rule.reference().isEmpty()
                        && rule.remembers().isEmpty()
                        && !rule.addsNoise(),
                "weir.guard.pipeline",
                settings.getRule(),
                "a rule of norms and inner products with secure aggregation: no counts of signs, no reference, no history, no noise");
        FederationRules.require(
                settings.getSecure().getGroups() >= rule.updatesMin(),
                "weir.secure.groups",
                settings.getSecure().getGroups(),
                "at least " + rule.updatesMin() + ", which rule '" + settings.getRule() + "' needs with its f: it"
                        + " judges groups");
    }
}
