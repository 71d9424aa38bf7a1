package io.weir.cli.bench.mnist;

import io.weir.cli.attack.LineSearch;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The attacks of ByzFL's benchmark, by their names in {@code io.weir.cli.attack.Attacks}, and none. */
enum LineAttack {
    /** Attackers stay away. */
    NONE("none", false, OptionalDouble.empty()),
    SIGN_FLIP("sign-flip", false, OptionalDouble.of(1)),
    IPM("ipm-optimised", false, OptionalDouble.empty()),
    ALIE("alie-optimised", true, OptionalDouble.empty());

    private static final double START = 0;

    private final String label;
    /** From the honest mean along the deviation, rather than along the mean backwards. */
    private final boolean shifted;
    /** Empty if it is searched anew in every round. */
    private final OptionalDouble strength;

    LineAttack(String label, boolean shifted, OptionalDouble strength) {
        this.label = label;
        this.shifted = shifted;
        this.strength = strength;
    }

    /**
     * By name.
     *
     * @throws IllegalArgumentException naming the known ones
     */
    static LineAttack named(String name) {
        return Arrays.stream(values())
                .filter(attack -> attack.label.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--attacks " + name + " is not among " + labels() + ": name some of these"));
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(LineAttack::label).collect(Collectors.toList());
    }

    String label() {
        return label;
    }

    Line line(int honest) {
        return shifted ? Line.shifted(honest) : Line.reversed(honest);
    }

    /** The strength that takes the aggregate farthest from the honest mean, or the attack's own. */
    double strength(Target target) {
        return strength.orElseGet(() -> LineSearch.OF_STRENGTH.maximise(START, target::distance));
    }

    /** How far an attack of a strength takes the aggregate from the honest mean. */
    @FunctionalInterface
    interface Target {
        double distance(double strength);
    }
}
