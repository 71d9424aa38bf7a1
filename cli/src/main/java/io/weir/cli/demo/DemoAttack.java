package io.weir.cli.demo;

import io.weir.cli.attack.Attacks;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What hostile banks of the demo do: break the protocol, or poison what is learnt. */
sealed interface DemoAttack permits ProtocolAttack, LearningAttack {
    /** The name on the command line. */
    String option();

    /** One line for people. */
    String description();

    /** Every attack by name, with its description; those of the library also go with {@link Attacks#JITTER}. */
    static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        Arrays.stream(ProtocolAttack.values()).forEach(attack -> all.put(attack.option(), attack.description()));
        all.putAll(Attacks.descriptions());
        return all;
    }

    /**
     * The attack of that name, in any case.
     *
     * @throws IllegalArgumentException naming the known ones
     */
    static DemoAttack named(String option) {
        String name = option.toLowerCase(Locale.ROOT);
        return Arrays.stream(ProtocolAttack.values())
                .filter(attack -> attack.option().equals(name))
                .map(DemoAttack.class::cast)
                .findFirst()
                .orElseGet(() -> learning(option, name));
    }

    private static DemoAttack learning(String option, String name) {
        try {
            return new LearningAttack(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--attack '" + option + "' is not known: use one of " + all().keySet() + "; from "
                            + Attacks.descriptions().keySet().iterator().next() + " on also with " + Attacks.JITTER
                            + " behind",
                    e);
        }
    }
}
