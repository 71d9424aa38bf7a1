package io.weir.cli.demo;

import io.weir.aggregator.FederationRules;
import io.weir.cli.bank.PrivacySettings;
import io.weir.cli.federation.FederationDefaults;
import io.weir.cli.federation.SecureDefaults;
import io.weir.guard.Rules;
import io.weir.guard.VerdictRule;
import io.weir.wire.FederationSettings;
import io.weir.wire.ModelManifest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;

/** The settings of a demo's federation. */
final class DemoSettings {
    private DemoSettings() {}

    /**
     * Of what was asked for; needs nothing that runs.
     *
     * @param banks as many as the data are split into
     * @throws IllegalArgumentException if a federation cannot have such settings
     */
    static FederationSettings of(DemoOptions options, int banks, ModelManifest manifest, DemoServices services) {
        VerdictRule rule = Rules.named(options.rule(), options.ruleParameters());
        int judged = banks - (rule.reference().isPresent() ? 1 : 0);
        int honest = judged - options.attackers();
        int needed = rule.updatesMin();
        int quorum = Math.max(needed, Math.max(1, Math.min(honest, judged / 2 + 1)));
        FederationSettings.Builder settings = FederationDefaults.settings(options.federation(), manifest);
        OptionalInt sure = options.noise().isPresent() ? OptionalInt.of(quorum) : OptionalInt.empty();
        options.secure().ifPresent(security -> SecureDefaults.apply(settings, security.settings(banks, sure)));
        PrivacySettings.parse(options.training()).map(PrivacySettings::budget).ifPresent(settings::setPrivacyBudget);
        settings.setRounds(options.rounds())
                .setQuorum(quorum)
                .setCodec(options.codec())
                .setAttested(options.attested())
                .setRule(options.rule())
                .setRuleParameters(options.ruleParameters())
                .setTraining(options.training())
                .setSeed(options.seed())
                .setLedgerPublicKey(ByteBuffer.wrap(services.publisher().publicKey()))
                .setAggregatorPublicKeys(
                        List.of(ByteBuffer.wrap(services.aggregator().publicKey())));
        options.noise().ifPresent(asked -> asked.apply(settings));
        FederationSettings complete = settings.build();
        FederationRules.validate(complete);
        return complete;
    }
}
