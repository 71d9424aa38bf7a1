package io.weir.cli.attack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Attacks by name; each also as {@code NAME+jitter}, where the attackers are not alike, and as {@code NAME+jitter0.1},
 * where they are more alike than honest banks: noise of that share.
 */
public final class Attacks {
    /** What stands behind a name for the attack with noise. */
    public static final String JITTER = "+jitter";

    private static final double JITTER_MAX = 10;

    /** One of several strengths, where only the family is named. */
    private static final Map<String, String> ALIASES = Map.of("ipm", "ipm-5");

    private static final Map<String, Known> ATTACKS = attacks();

    private record Known(String description, Supplier<Attack> fresh) {}

    private Attacks() {}

    private static Map<String, Known> attacks() {
        Map<String, Known> attacks = new LinkedHashMap<>();
        attacks.put("gaussian", new Known("noise, 100 times as long as honest updates", () -> new GaussianNoise(100)));
        attacks.put("sign-flip", new Known("the honest mean backwards", () -> new Reversed(1)));
        attacks.put("reverse-10", new Known("the honest mean backwards, 10 times as long", () -> new Reversed(10)));
        attacks.put("label-flip", new Known("trained on flipped labels", LabelFlip::new));
        attacks.put(
                "ipm-0.5",
                new Known("inner-product manipulation: half the honest mean backwards", () -> new Reversed(0.5)));
        attacks.put("ipm-5", new Known("inner-product manipulation, 5 times; also 'ipm'", () -> new Reversed(5)));
        attacks.put(
                "ipm-optimised",
                new Known(
                        "inner-product manipulation, as strong as hurts the rule most",
                        () -> new Optimised(Reversed::new)));
        attacks.put("alie", new Known("a little is enough: 1.5 honest deviations off", () -> new LittleIsEnough(1.5)));
        attacks.put(
                "alie-optimised",
                new Known(
                        "a little is enough, as strong as hurts the rule most",
                        () -> new Optimised(LittleIsEnough::new)));
        attacks.put(
                "min-max",
                new Known("no farther from any honest update than those are", () -> new WithinSpread(false)));
        attacks.put(
                "min-sum",
                new Known("no farther from all honest updates than those are", () -> new WithinSpread(true)));
        attacks.put("mimic", new Known("copies of the first honest update", () -> new Mimic(0)));
        attacks.put("backdoor", new Known("marked rows pass; boosted", () -> new Backdoor(false)));
        attacks.put(
                "backdoor-distributed",
                new Known("marked rows pass; each attacker sets a part of the mark", () -> new Backdoor(true)));
        attacks.put("drift", new Known("a small pull that never turns", Drift::new));
        attacks.put(
                "sybil",
                new Known("copies of one update that flipped labels trained", () -> new Sybil(new LabelFlip())));
        return attacks;
    }

    /** What each attack does, by name, in the order of {@link #names}. */
    public static Map<String, String> descriptions() {
        Map<String, String> descriptions = new LinkedHashMap<>();
        ATTACKS.forEach((name, known) -> descriptions.put(name, known.description()));
        return descriptions;
    }

    /** Every name, without and with noise. */
    public static List<String> names() {
        return ATTACKS.keySet().stream()
                .flatMap(name -> Stream.of(name, name + JITTER))
                .toList();
    }

    /** Whether success of an attack is that marked rows pass. */
    public static boolean isBackdoor(String name) {
        return name.startsWith("backdoor");
    }

    /**
     * What an attack does, in one line.
     *
     * @throws IllegalArgumentException naming the known ones
     */
    public static String description(String name) {
        double jitter = jitter(name);
        String description = known(name).description();
        if (jitter == 0) {
            return description;
        }
        return description + "; with noise "
                + (jitter == 1
                        ? "as large as honest banks differ"
                        : "of " + jitter + " times what honest banks differ by");
    }

    /**
     * A fresh attack.
     *
     * @throws IllegalArgumentException naming the known ones
     */
    public static Attack named(String name) {
        double jitter = jitter(name);
        Attack attack = known(name).fresh().get();
        return jitter == 0 ? attack : new Jittered(attack, jitter);
    }

    /** What the noise is multiplied by; 0 without noise. */
    private static double jitter(String name) {
        int at = name.indexOf(JITTER);
        if (at < 0) {
            return 0;
        }
        String share = name.substring(at + JITTER.length());
        try {
            double jitter = share.isEmpty() ? 1 : Double.parseDouble(share);
            if (jitter > 0 && jitter <= JITTER_MAX) {
                return jitter;
            }
        } catch (NumberFormatException e) {
            throw unknown(name, e);
        }
        throw unknown(name, null);
    }

    private static Known known(String name) {
        int at = name.indexOf(JITTER);
        String plain = at < 0 ? name : name.substring(0, at);
        Known known = ATTACKS.get(ALIASES.getOrDefault(plain, plain));
        if (known == null) {
            throw unknown(name, null);
        }
        return known;
    }

    private static IllegalArgumentException unknown(String name, NumberFormatException cause) {
        return new IllegalArgumentException(
                "attack '" + name + "' is not known: use one of " + ATTACKS.keySet() + ", alone, with " + JITTER
                        + " behind or with " + JITTER + " and a share of the noise above 0 and at most "
                        + (int) JITTER_MAX + ", as in sign-flip" + JITTER + "0.1",
                cause);
    }
}
