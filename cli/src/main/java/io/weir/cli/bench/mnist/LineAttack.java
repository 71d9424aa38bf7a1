package io.weir.cli.bench.mnist;

import io.weir.cli.attack.LineSearch;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** The attacks of ByzFL's benchmark, by their names in {@code io.weir.cli.attack.Attacks}, and none. */
enum LineAttack {
    /** Attackers stay away. */
    NONE("none", Line::reversed, OptionalDouble.empty()),
    SIGN_FLIP("sign-flip", Line::reversed, OptionalDouble.of(1)),
    IPM("ipm-optimised", Line::reversed, OptionalDouble.empty()),
    ALIE("alie-optimised", Line::shifted, OptionalDouble.empty());

    private static final double START = 0;

    private final String label;
    private final IntFunction<Line> line;
    /** Empty if it is searched anew in every round. */
    private final OptionalDouble strength;

    LineAttack(String label, IntFunction<Line> line, OptionalDouble strength) {
        this.label = label;
        this.line = line;
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
        return line.apply(honest);
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
