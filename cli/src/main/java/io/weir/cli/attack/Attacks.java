package io.weir.cli.attack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Attacks by name; each also as {@code NAME+jitter}, where the attackers are not alike. */
public final class Attacks {
    /** What stands behind a name for the attack with noise. */
    public static final String JITTER = "+jitter";

    private static final Map<String, Supplier<Attack>> ATTACKS = attacks();

    private Attacks() {}

    private static Map<String, Supplier<Attack>> attacks() {
        Map<String, Supplier<Attack>> attacks = new LinkedHashMap<>();
        attacks.put("gaussian", () -> new GaussianNoise(100));
        attacks.put("sign-flip", () -> new Reversed(1));
        attacks.put("reverse-10", () -> new Reversed(10));
        attacks.put("label-flip", LabelFlip::new);
        attacks.put("ipm-0.5", () -> new Reversed(0.5));
        attacks.put("ipm-5", () -> new Reversed(5));
        attacks.put("ipm-optimised", () -> new Optimised(Reversed::new));
        attacks.put("alie", () -> new LittleIsEnough(1.5));
        attacks.put("alie-optimised", () -> new Optimised(LittleIsEnough::new));
        attacks.put("min-max", () -> new WithinSpread(false));
        attacks.put("min-sum", () -> new WithinSpread(true));
        attacks.put("mimic", () -> new Mimic(0));
        attacks.put("backdoor", () -> new Backdoor(false));
        attacks.put("backdoor-distributed", () -> new Backdoor(true));
        attacks.put("drift", Drift::new);
        attacks.put("sybil", () -> new Sybil(new LabelFlip()));
        return attacks;
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
     * A fresh attack.
     *
     * @throws IllegalArgumentException naming the known ones
     */
    public static Attack named(String name) {
        boolean jittered = name.endsWith(JITTER);
        String plain = jittered ? name.substring(0, name.length() - JITTER.length()) : name;
        Supplier<Attack> attack = ATTACKS.get(plain);
        if (attack == null) {
            throw new IllegalArgumentException("attack '" + name + "' is not known: use one of " + ATTACKS.keySet()
                    + ", alone or with " + JITTER + " behind");
        }
        return jittered ? new Jittered(attack.get()) : attack.get();
    }
}
