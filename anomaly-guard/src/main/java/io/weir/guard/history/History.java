package io.weir.guard.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * What is remembered of earlier sealed rounds. Of a fixed size for each participant; who sent nothing for
 * {@value #ROUNDS} rounds is forgotten. Rounds that failed leave no trace. Immutable.
 *
 * @param participants by name
 * @param steps sketches of the newest aggregates, oldest first, at most {@link Prediction#STEPS_MAX}
 */
public record History(SortedMap<String, ParticipantHistory> participants, List<double[]> steps) {
    /** Rounds that a round looks back over. */
    public static final int ROUNDS = 32;

    /** No round came before. */
    public static final History NONE = new History(new TreeMap<>(), List.of());

    public History {
        participants = Collections.unmodifiableSortedMap(new TreeMap<>(participants));
        steps = List.copyOf(steps);
    }

    /** As a round of that number sees it. */
    public History at(long round) {
        SortedMap<String, ParticipantHistory> left = new TreeMap<>();
        participants.forEach((name, past) -> {
            List<PastUpdate> updates = past.updates().stream()
                    .filter(update -> update.round() >= round - ROUNDS && update.round() < round)
                    .toList();
            if (!updates.isEmpty()) {
                List<double[]> trail = newest(past.trail(), updates.size());
                left.put(name, new ParticipantHistory(updates, past.sum(), past.last(), trail));
            }
        });
        return new History(left, left.isEmpty() ? List.of() : steps);
    }

    /** A participant's updates, oldest first. */
    public List<PastUpdate> updates(String participant) {
        return Optional.ofNullable(participants.get(participant))
                .map(ParticipantHistory::updates)
                .orElse(List.of());
    }

    /** Norms of all updates from round {@code from} on. */
    public DoubleStream norms(long from) {
        return participants.values().stream()
                .flatMap(past -> past.updates().stream())
                .filter(update -> update.round() >= from)
                .mapToDouble(PastUpdate::norm);
    }

    /** The newest sealed round; below every round if there was none. */
    long newest() {
        return participants.values().stream()
                .mapToLong(ParticipantHistory::newest)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /**
     * What is remembered after a sealed round.
     *
     * @param judged the round's updates, by participant
     * @param sketches of them; of those that were judged by the rule, if {@code memory} has something sketched
     * @param memory what the rule needs; anything else is forgotten
     */
    public History after(long round, List<Judged> judged, Map<String, double[]> sketches, Set<Memory> memory) {
        if (memory.isEmpty()) {
            return NONE;
        }
        History before = at(round);
        Map<String, Double> deviations =
                memory.contains(Memory.STEPS) ? Prediction.of(before).deviations(new TreeMap<>(sketches)) : Map.of();
        SortedMap<String, ParticipantHistory> next = new TreeMap<>(before.participants);
        for (Judged one : judged) {
            String name = one.participant();
            Optional<double[]> sketch = Optional.ofNullable(sketches.get(name));
            Optional<ParticipantHistory> known = Optional.ofNullable(next.get(name));
            List<PastUpdate> updates = new ArrayList<>(before.updates(name));
            updates.add(new PastUpdate(
                    round, one.norm(), one.outcome(), deviations.getOrDefault(name, PastUpdate.NOT_PREDICTED)));
            Optional<double[]> sum = known.flatMap(ParticipantHistory::sum);
            next.put(
                    name,
                    new ParticipantHistory(
                            updates,
                            memory.contains(Memory.SUMS)
                                    ? sketch.map(x -> Sketches.sum(sum, x)).or(() -> sum)
                                    : Optional.empty(),
                            memory.contains(Memory.STEPS) ? sketch : Optional.empty(),
                            memory.contains(Memory.TRAILS) ? trail(known, sketch) : List.of()));
        }
        List<double[]> steps =
                memory.contains(Memory.STEPS) ? before.stepsAnd(step(judged, sketches)) : List.<double[]>of();
        return new History(next, steps).at(round + 1);
    }

    /** Without a sketch of the newest update it begins anew. */
    private static List<double[]> trail(Optional<ParticipantHistory> known, Optional<double[]> sketch) {
        List<double[]> trail = new ArrayList<>();
        sketch.map(x -> Sketches.shortened(x, Forecast.NUMBERS)).ifPresent(newest -> {
            known.map(ParticipantHistory::trail).orElse(List.of()).stream()
                    .filter(earlier -> earlier.length == newest.length)
                    .forEach(trail::add);
            trail.add(newest);
        });
        return newest(trail, Forecast.ROUNDS);
    }

    private static List<double[]> newest(List<double[]> all, int most) {
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    private static Optional<double[]> step(List<Judged> judged, Map<String, double[]> sketches) {
        Optional<double[]> step = Optional.empty();
        for (Judged one : judged) {
            double[] sketch = sketches.get(one.participant());
            if (sketch != null && one.outcome() == Outcome.COUNTED) {
                step = Optional.of(Sketches.sum(step, Sketches.scaled(sketch, one.share())));
            }
        }
        return step;
    }

    private List<double[]> stepsAnd(Optional<double[]> newest) {
        List<double[]> all = new ArrayList<>(steps);
        newest.ifPresent(all::add);
        return newest(all, Prediction.STEPS_MAX);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof History that
                && participants.equals(that.participants)
                && Sketches.areEqual(steps, that.steps);
    }

    @Override
    public int hashCode() {
        return participants.hashCode();
    }
}
