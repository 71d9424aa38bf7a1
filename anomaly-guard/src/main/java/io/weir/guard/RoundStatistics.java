package io.weir.guard;

import io.weir.guard.history.Past;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a rule knows of a sealed round.
 *
 * @param updates one entry a participant, ordered by participant
 * @param gram inner products of the updates in that order, then of the references, each summed over chunks in chunk
 *     order; empty if the rule asked for none
 * @param references names of the vectors that are no updates but that a rule compares with, a trusted update for one
 * @param round the round's number, from which stages take their randomness
 * @param past what is remembered of the rounds before, and sketches of this one's updates
 */
public record RoundStatistics(
        List<UpdateStatistics> updates, Optional<Gram> gram, List<String> references, long round, Past past) {
    /** The name of a trusted update among the references. */
    public static final String ROOT = "root";

    public RoundStatistics {
        updates = List.copyOf(updates);
        references = List.copyOf(references);
        if (gram.isEmpty() && !references.isEmpty()) {
            throw new IllegalArgumentException("references " + references + " without inner products");
        }
        if (gram.isPresent() && gram.get().size() != updates.size() + references.size()) {
            throw new IllegalArgumentException("a Gram matrix of " + gram.get().size() + " rows for " + updates.size()
                    + " updates and " + references.size() + " references");
        }
    }

    /** Of round 0. */
    public RoundStatistics(List<UpdateStatistics> updates, Optional<Gram> gram, List<String> references) {
        this(updates, gram, references, 0, Past.NONE);
    }

    /** Updates alone, of round 0. */
    public RoundStatistics(List<UpdateStatistics> updates, Optional<Gram> gram) {
        this(updates, gram, List.of());
    }

    /** The same of another round. */
    public RoundStatistics ofRound(long number) {
        return new RoundStatistics(updates, gram, references, number, past);
    }

    /** The same with what is remembered. */
    public RoundStatistics after(Past remembered) {
        return new RoundStatistics(updates, gram, references, round, remembered);
    }

    /** The same with the update of {@code participant}, if it is there, as the reference {@link #ROOT}. */
    public RoundStatistics withReference(String participant) {
        int size = updates.size();
        int[] order = IntStream.range(0, size)
                .filter(i -> !updates.get(i).participant().equals(participant))
                .toArray();
        if (order.length == size) {
            return this;
        }
        int[] root = IntStream.range(0, size)
                .filter(i -> updates.get(i).participant().equals(participant))
                .toArray();
        int[] others = IntStream.range(size, size + references.size()).toArray();
        List<String> names = new ArrayList<>(gram.isPresent() ? List.of(ROOT) : List.of());
        names.addAll(references);
        return new RoundStatistics(
                Arrays.stream(order).mapToObj(updates::get).toList(),
                gram.map(g -> g.only(Stream.of(order, root, others)
                        .flatMapToInt(Arrays::stream)
                        .toArray())),
                names,
                round,
                past.only(names(order)));
    }

    /** Of some updates, by their index, and all references. */
    public RoundStatistics only(int[] kept) {
        int[] rows = IntStream.concat(
                        Arrays.stream(kept), IntStream.range(updates.size(), updates.size() + references.size()))
                .toArray();
        return new RoundStatistics(
                Arrays.stream(kept).mapToObj(updates::get).toList(),
                gram.map(g -> g.only(rows)),
                references,
                round,
                past.only(names(kept)));
    }

    private Set<String> names(int[] of) {
        return Arrays.stream(of).mapToObj(i -> updates.get(i).participant()).collect(Collectors.toSet());
    }

    /** Norms only. */
    public static RoundStatistics of(List<UpdateStatistics> updates) {
        return new RoundStatistics(updates, Optional.empty());
    }
}
