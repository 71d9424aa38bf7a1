package io.weir.it;

import io.weir.wire.SecureBackend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * What is disturbed in one run, and when; a function of the seed. Moments are told by the federation's progress and not by
 * the clock, so that a seed disturbs a slow machine and a quick one alike.
 *
 * @param judging what the federation's rule needs
 * @param faults in the order of their moments
 */
record FaultScenario(long seed, Judging judging, List<Fault> faults) {
    /** The last round; round 0 gathers statistics. */
    static final long ROUNDS = 3;

    private static final int FAULTS_MIN = 2;
    private static final int FAULTS_MAX = 3;

    /** What happens to whom. */
    enum Kind {
        /** SIGKILL, and started again with its data. */
        BROKER_KILLED,
        /** SIGKILL, and started again. */
        AGGREGATOR_KILLED,
        /** SIGKILL of one of two, and not started again. */
        AGGREGATOR_LOST,
        /** SIGKILL, and started again. */
        PUBLISHER_KILLED,
        /** SIGKILL, and started again with its identity, and with what it wrote down as a committee member. */
        BANK_KILLED,
        /** Connections dropped and refused for a while. */
        AGGREGATOR_CUT,
        PUBLISHER_CUT,
        BANK_CUT;

        boolean isCut() {
            return this == AGGREGATOR_CUT || this == PUBLISHER_CUT || this == BANK_CUT;
        }

        /** Waiting for a broker takes seconds, and of two aggregators one has to stay. */
        boolean isOnceARun() {
            return this == BROKER_KILLED || this == AGGREGATOR_LOST;
        }
    }

    /** What the guard needs to judge, and with it what a task has to find again after a fault. */
    enum Judging {
        /** Norms; sums are kept while updates arrive. */
        BY_NORMS("norm-mad", SecureBackend.NONE),
        /** Inner products, asked for when the round is sealed; values are kept. */
        BY_INNER_PRODUCTS("norm-mad,arc,nnm,trimmed-mean", SecureBackend.NONE),
        /** Norms of sums that a committee opens, of which every bank is a member. */
        HIDDEN_BY_MASKS("norm-mad", SecureBackend.MASK),
        HIDDEN_BY_RLWE("norm-mad", SecureBackend.RLWE);

        private final String rule;
        private final SecureBackend backend;

        Judging(String rule, SecureBackend backend) {
            this.rule = rule;
            this.backend = backend;
        }

        SecureBackend backend() {
            return backend;
        }

        boolean hides() {
            return backend != SecureBackend.NONE;
        }

        /** With the default of its parameters, which three banks are enough for. */
        String rule() {
            return rule;
        }
    }

    /** How far a round has come, as its topics show it. */
    enum State {
        OPENED(400),
        SEALED(40),
        PUBLISHED(120);

        /** A little longer than the state lasts when nothing is disturbed. */
        private final int lastsMs;

        State(int lastsMs) {
            this.lastsMs = lastsMs;
        }
    }

    /** So long after a round reached a state. */
    record Moment(long round, State state, int delayMs) {
        @Override
        public String toString() {
            return delayMs + " ms after round " + round + " was " + state;
        }
    }

    /** A fault; after {@code outageMs} the victim is started again, or reachable again. */
    record Fault(Kind kind, Moment moment, int outageMs) {
        @Override
        public String toString() {
            return kind + " " + moment + " for " + outageMs + " ms";
        }
    }

    /** The first fault's kind goes round with the seed, so that seeds in a row have every kind, and each meets every rule. */
    static FaultScenario of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Kind> kinds = new ArrayList<>();
        kinds.add(Kind.values()[(int) Math.floorMod(seed, (long) Kind.values().length)]);
        int count = random.nextInt(FAULTS_MIN, FAULTS_MAX + 1);
        while (kinds.size() < count) {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            if (goesWith(kind, kinds)) {
                kinds.add(kind);
            }
        }
        List<Fault> faults = kinds.stream()
                .map(kind -> new Fault(kind, moment(random), outageMs(kind, random)))
                .sorted(Comparator.comparing(Fault::moment, inTime()))
                .toList();
        long judging = seed + Math.floorDiv(seed, (long) Kind.values().length);
        Judging[] all = Judging.values();
        return new FaultScenario(seed, all[(int) Math.floorMod(judging, (long) all.length)], faults);
    }

    /** There is one proxy, so whoever is cut in a run is always the same. */
    private static boolean goesWith(Kind kind, List<Kind> others) {
        return others.stream().noneMatch(other -> other == kind ? kind.isOnceARun() : kind.isCut() && other.isCut());
    }

    private static Moment moment(SplittableRandom random) {
        long round = random.nextLong(ROUNDS + 1);
        int states = round == ROUNDS ? 2 : 3; // After the last version nothing is left to disturb.
        State state = State.values()[random.nextInt(states)];
        return new Moment(round, state, random.nextInt(state.lastsMs));
    }

    /** Around the group's session timeout: some outages are noticed by the group, some are not. */
    private static int outageMs(Kind kind, SplittableRandom random) {
        return kind.isCut() ? random.nextInt(50, 2000) : random.nextInt(600);
    }

    private static Comparator<Moment> inTime() {
        return Comparator.comparingLong(Moment::round)
                .thenComparing(Moment::state)
                .thenComparingInt(Moment::delayMs);
    }

    /** Nothing is disturbed. */
    static FaultScenario calm(Judging judging) {
        return new FaultScenario(0, judging, List.of());
    }

    /** A federation's name. */
    String name() {
        return faults.isEmpty()
                ? "calm-" + judging.name().toLowerCase(Locale.ROOT).replace('_', '-')
                : "seed-" + seed;
    }

    boolean has(Kind kind) {
        return faults.stream().anyMatch(fault -> fault.kind() == kind);
    }

    @Override
    public String toString() {
        return "seed " + seed + ", judged " + judging + ": "
                + faults.stream().map(Fault::toString).collect(Collectors.joining("; "));
    }
}
