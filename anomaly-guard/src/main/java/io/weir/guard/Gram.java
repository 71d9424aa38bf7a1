package io.weir.guard;

import java.util.Arrays;

/** Inner products of vectors with each other: {@code G[i][j] = ⟨x_i, x_j⟩}. Symmetric; immutable. */
public final class Gram {
    private final int size;
    /** The lower triangle by rows, the diagonal included. */
    private final double[] products;

    private Gram(int size, double[] products) {
        this.size = size;
        this.products = products;
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
        return new Gram(size, products.clone());
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
        return new Gram(w.length, mixed);
    }

    /** The rows {@code kept}, in that order. */
    public Gram only(int[] kept) {
        double[] chosen = new double[length(kept.length)];
        for (int r = 0; r < kept.length; r++) {
            for (int s = 0; s <= r; s++) {
                chosen[index(r, s)] = product(kept[r], kept[s]);
            }
        }
        return new Gram(kept.length, chosen);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Gram gram && size == gram.size && Arrays.equals(products, gram.products);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(products);
    }
}
