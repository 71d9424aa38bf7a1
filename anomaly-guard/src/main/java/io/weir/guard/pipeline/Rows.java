package io.weir.guard.pipeline;

import io.weir.guard.Gram;
import io.weir.guard.RoundStatistics;
import io.weir.guard.UpdateStatistics;
import io.weir.guard.history.History;
import io.weir.guard.history.Past;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The vectors that a stage works on: row r is {@code y_r = Σ_i mixing[r][i] · x_i} over the updates {@code x_i} that were
 * not left out. Known of them are inner products and norms, not values. The inner products go on with the round's
 * references, which no stage changes. Immutable.
 */
public final class Rows {
    private final List<UpdateStatistics> given;
    private final List<UpdateStatistics> updates;
    private final double[][] mixing;
    private final Optional<Gram> gram;
    private final List<String> references;
    private final boolean mixed;
    private final long round;
    private final Past past;

    private Rows(
            List<UpdateStatistics> given,
            List<UpdateStatistics> updates,
            double[][] mixing,
            Optional<Gram> gram,
            List<String> references,
            boolean mixed,
            long round,
            Past past) {
        this.given = given;
        this.updates = updates;
        this.mixing = mixing;
        this.gram = gram;
        this.references = references;
        this.mixed = mixed;
        this.round = round;
        this.past = past;
    }

    /** The updates as they came. */
    public static Rows of(RoundStatistics round) {
        int size = round.updates().size();
        double[][] identity = new double[size][size];
        for (int i = 0; i < size; i++) {
            identity[i][i] = 1;
        }
        return new Rows(
                round.updates(),
                round.updates(),
                identity,
                round.gram(),
                round.references(),
                false,
                round.round(),
                round.past());
    }

    /** The round's number. */
    public long round() {
        return round;
    }

    /** What is remembered of the rounds before. */
    public History history() {
        return past.history();
    }

    /**
     * Sketches of all updates that the rule was given, by participant, those that filters left out among them.
     *
     * @throws IllegalStateException if the stage did not say that it needs them
     */
    public Map<String, double[]> sketches() {
        if (past.sketches().isEmpty()) {
            throw new IllegalStateException("round " + round + " has no sketches of its updates");
        }
        return past.sketches();
    }

    /** All updates that the rule was given, those that filters left out among them. */
    public List<UpdateStatistics> given() {
        return given;
    }

    /** Number of rows. */
    public int size() {
        return mixing.length;
    }

    /** The updates that the rows are made of. */
    public List<UpdateStatistics> updates() {
        return updates;
    }

    /** {@code y_r}'s share of each update. */
    public double[] mixing(int row) {
        return mixing[row].clone();
    }

    /** Whether a row can be more than one update, scaled or not. */
    public boolean isMixed() {
        return mixed;
    }

    /**
     * The update that a row is, if rows are not mixed.
     *
     * @throws IllegalStateException if rows are mixtures
     */
    public UpdateStatistics update(int row) {
        if (mixed) {
            throw new IllegalStateException("row " + row + " is a mixture of updates");
        }
        return updates.get(row);
    }

    /** The factor by which an update was scaled, if rows are not mixed. */
    public double factor(int row) {
        update(row);
        return mixing[row][row];
    }

    /** {@code ‖y_r‖}; needs no inner products if rows are not mixed. */
    public double norm(int row) {
        return mixed ? gram().norm(row) : factor(row) * updates.get(row).norm();
    }

    /**
     * Where the reference called {@code name} stands in the inner products.
     *
     * @throws IllegalStateException if the round has none of this name
     */
    public int reference(String name) {
        int at = references.indexOf(name);
        if (at < 0) {
            throw new IllegalStateException("the round has no reference '" + name + "', only " + references);
        }
        return size() + at;
    }

    /** Inner products of the rows, then of the references. */
    public Gram gram() {
        return gram.orElseThrow(() -> new IllegalStateException("the rule said that it needs no inner products"));
    }

    /** Each row times its factor. */
    public Rows scaled(double[] factors) {
        double[][] diagonal = new double[size()][size()];
        for (int r = 0; r < size(); r++) {
            diagonal[r][r] = factors[r];
        }
        return times(diagonal, mixed);
    }

    /** The rows {@code z_s = Σ_r w[s][r] · y_r}. */
    public Rows mixed(double[][] w) {
        return times(w, true);
    }

    private Rows times(double[][] w, boolean nowMixed) {
        double[][] product = new double[w.length][updates.size()];
        for (int s = 0; s < w.length; s++) {
            for (int r = 0; r < size(); r++) {
                if (w[s][r] != 0) {
                    for (int i = 0; i < updates.size(); i++) {
                        product[s][i] += w[s][r] * mixing[r][i];
                    }
                }
            }
        }
        return new Rows(
                given, updates, product, gram.map(g -> g.mixed(withReferences(w))), references, nowMixed, round, past);
    }

    private double[][] withReferences(double[][] w) {
        if (references.isEmpty()) {
            return w;
        }
        double[][] all = new double[w.length + references.size()][size() + references.size()];
        for (int s = 0; s < w.length; s++) {
            System.arraycopy(w[s], 0, all[s], 0, size());
        }
        for (int k = 0; k < references.size(); k++) {
            all[w.length + k][size() + k] = 1;
        }
        return all;
    }

    /** Without some updates; for rows that are not mixed. */
    Rows without(Set<Integer> rejected) {
        int[] kept =
                IntStream.range(0, size()).filter(r -> !rejected.contains(r)).toArray();
        List<UpdateStatistics> left = new ArrayList<>();
        double[][] diagonal = new double[kept.length][kept.length];
        for (int k = 0; k < kept.length; k++) {
            left.add(update(kept[k]));
            diagonal[k][k] = mixing[kept[k]][kept[k]];
        }
        int[] keptAndReferences = IntStream.concat(
                        Arrays.stream(kept), IntStream.range(size(), size() + references.size()))
                .toArray();
        return new Rows(
                given,
                List.copyOf(left),
                diagonal,
                gram.map(g -> g.only(keptAndReferences)),
                references,
                false,
                round,
                past);
    }
}
