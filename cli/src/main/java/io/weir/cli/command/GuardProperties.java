package io.weir.cli.command;

import io.weir.guard.Rules;
import io.weir.guard.VerdictRule;
import io.weir.wire.FederationSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How updates are judged, from options and properties; options win.
 *
 * @param pipeline stages with commas between; empty for the default
 * @param parameters of the stages
 */
record GuardProperties(Optional<String> pipeline, Map<String, String> parameters) {
    /** No client of Kafka's reads these. */
    static final String PREFIX = "weir.guard.";

    static final String PIPELINE = PREFIX + "pipeline";
    /** What the key was called when a rule had one stage. */
    static final String PIPELINE_BEFORE = PREFIX + "rule";

    /**
     * Reads.
     *
     * @param rule null if the option is not given
     * @param reference null if the option is not given
     */
    static GuardProperties of(
            Map<String, String> properties, String rule, Map<String, String> ruleParameters, String reference) {
        String named = properties.getOrDefault(PIPELINE, properties.get(PIPELINE_BEFORE));
        Map<String, String> parameters = new HashMap<>();
        String prefix = PIPELINE + ".";
        properties.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                parameters.put(key.substring(prefix.length()), value.strip());
            }
        });
        parameters.putAll(ruleParameters);
        if (reference != null) {
            parameters.put(VerdictRule.REFERENCE, reference);
        }
        return new GuardProperties(
                Optional.ofNullable(rule == null ? named : rule).map(Rules::canonical), parameters);
    }

    void apply(FederationSettings.Builder settings) {
        pipeline.ifPresent(settings::setRule);
        settings.setRuleParameters(parameters);
    }
}
