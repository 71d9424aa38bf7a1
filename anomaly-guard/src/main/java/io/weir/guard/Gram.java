package io.weir.guard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Inner products of vectors with each other: {@code G[i][j] = ⟨x_i, x_j⟩}. Symmetric; immutable. May have others behind it,
 * of the same vectors over samples of their coordinates; whatever is made of it, is made of those.
 */
public final class Gram {
    private final int size;
    /** The lower triangle by rows, the diagonal included. */
    private final double[] products;

    private final List<Gram> samples;

    private Gram(int size, double[] products, List<Gram> samples) {
        this.size = size;
        this.products = products;
        this.samples = samples;
    }

    /**
     * From the lower triangle by rows, the diagonal included.
     *
     * @throws IllegalArgumentException if a triangle of {@code size} rows has another length, or a product is not finite
     */
    public static Gram ofTriangle(int size, double[] products) {
        if (products.length != length(size)) {
            throw new IllegalArgumentException(
                    products.length + " products for " + size + " rows: expected are " + length(size));
        }
        for (double product : products) {
            if (!Double.isFinite(product)) {
                throw new IllegalArgumentException("an inner product is " + product);
            }
        }
        return new Gram(size, products.clone(), List.of());
    }

    /**
     * From several triangles one after the other: over all coordinates, then over samples of them.
     *
     * @throws IllegalArgumentException as {@link #ofTriangle}
     */
    public static Gram ofTriangles(int size, double[] products) {
        int length = length(size);
        if (length == 0) {
            return ofTriangle(size, products);
        }
        List<Gram> samples = new ArrayList<>();
        for (int from = length; from < products.length; from += length) {
            samples.add(ofTriangle(size, Arrays.copyOfRange(products, from, from + length)));
        }
        return new Gram(size, ofTriangle(size, Arrays.copyOf(products, length)).products, List.copyOf(samples));
    }

    /** The same vectors over samples of their coordinates. */
    public List<Gram> samples() {
        return samples;
    }

    /** Number of products in the lower triangle of {@code size} rows. */
    public static int length(int size) {
        return Math.toIntExact((long) size * (size + 1) / 2);
    }

    /** Where the product of rows {@code i} and {@code j} stands in the triangle. */
    public static int index(int i, int j) {
        return i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i;
    }

    /** Number of vectors. */
    public int size() {
        return size;
    }

    /** {@code ⟨x_i, x_j⟩}. */
    public double product(int i, int j) {
        return products[index(i, j)];
    }

    /** {@code ‖x_i‖}. */
    public double norm(int i) {
        return Math.sqrt(Math.max(0, product(i, i)));
    }

    /** {@code ‖x_i − x_j‖² = G_ii + G_jj − 2 G_ij}, at least 0. */
    public double squaredDistance(int i, int j) {
        return i == j ? 0 : Math.max(0, product(i, i) + product(j, j) - 2 * product(i, j));
    }

    /** {@code ⟨x_i, x_j⟩ / (‖x_i‖ ‖x_j‖)}; 0 if one of them is zero. */
    public double cosine(int i, int j) {
        double norms = norm(i) * norm(j);
        return norms > 0 ? product(i, j) / norms : 0;
    }

    /** {@code W G Wᵀ}: the products of the rows {@code y_r = Σ_i w[r][i] x_i}. */
    public Gram mixed(double[][] w) {
        double[][] half = new double[w.length][size];
        for (int r = 0; r < w.length; r++) {
            for (int i = 0; i < size; i++) {
                double weight = w[r][i];
                if (weight != 0) {
                    for (int j = 0; j < size; j++) {
                        half[r][j] += weight * product(i, j);
                    }
                }
            }
        }
        double[] mixed = new double[length(w.length)];
        for (int r = 0; r < w.length; r++) {
            for (int s = 0; s <= r; s++) {
                double sum = 0;
                for (int j = 0; j < size; j++) {
                    sum += half[r][j] * w[s][j];
                }
                mixed[index(r, s)] = sum;
            }
        }
        return new Gram(
                w.length, mixed, samples.stream().map(sample -> sample.mixed(w)).toList());
    }

    /** The rows {@code kept}, in that order. */
    public Gram only(int[] kept) {
        double[] chosen = new double[length(kept.length)];
        for (int r = 0; r < kept.length; r++) {
            for (int s = 0; s <= r; s++) {
                chosen[index(r, s)] = product(kept[r], kept[s]);
            }
        }
        return new Gram(
                kept.length,
                chosen,
                samples.stream().map(sample -> sample.only(kept)).toList());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Gram gram
                && size == gram.size
                && Arrays.equals(products, gram.products)
                && samples.equals(gram.samples);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(products);
    }
}
