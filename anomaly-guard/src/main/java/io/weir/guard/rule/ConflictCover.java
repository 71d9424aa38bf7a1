package io.weir.guard.rule;

import io.weir.guard.Gram;

/** Pairs of rows that are too far apart, and the few rows without which no such pair is left: a vertex cover. */
final class ConflictCover {
    private final boolean[][] conflicts;
    private final boolean[] gone;

    private ConflictCover(boolean[][] conflicts) {
        this.conflicts = conflicts;
        this.gone = new boolean[conflicts.length];
    }

    /** Two of the first {@code rows} rows are in conflict if their squared distance is above {@code limit}. */
    static ConflictCover of(Gram gram, int rows, double limit) {
        boolean[][] conflicts = new boolean[rows][rows];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < rows; j++) {
                conflicts[i][j] = gram.squaredDistance(i, j) > limit;
            }
        }
        return new ConflictCover(conflicts);
    }

    /** Whether {@code budget} rows cover every conflict; the row with the most conflicts is one of them, or all of those. */
    boolean exists(int budget) {
        int row = -1;
        int most = 0;
        for (int i = 0; i < gone.length; i++) {
            int degree = gone[i] ? 0 : degree(i);
            if (degree > most) {
                most = degree;
                row = i;
            }
        }
        if (row < 0) {
            return true;
        }
        if (budget == 0) {
            return false;
        }
        boolean[] before = gone.clone();
        gone[row] = true;
        boolean found = exists(budget - 1);
        restore(before);
        if (!found && most <= budget) {
            remove(row);
            found = exists(budget - most);
            restore(before);
        }
        return found;
    }

    /** The lexicographically first rows without conflict, all but {@code f}; exist as {@link #exists} says. */
    int[] firstWithout(int f) {
        int[] kept = new int[gone.length - f];
        int count = 0;
        int budget = f;
        for (int i = 0; count < kept.length; i++) {
            if (gone[i]) {
                continue;
            }
            boolean[] before = gone.clone();
            int degree = degree(i);
            remove(i);
            if (degree <= budget && exists(budget - degree)) {
                budget -= degree;
                kept[count++] = i;
            } else {
                restore(before);
                gone[i] = true;
                budget--;
            }
        }
        return kept;
    }

    private int degree(int row) {
        int degree = 0;
        for (int j = 0; j < gone.length; j++) {
            degree += !gone[j] && conflicts[row][j] ? 1 : 0;
        }
        return degree;
    }

    /** Takes away every row that is in conflict with {@code row}. */
    private void remove(int row) {
        for (int j = 0; j < gone.length; j++) {
            gone[j] |= conflicts[row][j];
        }
    }

    private void restore(boolean[] before) {
        System.arraycopy(before, 0, gone, 0, gone.length);
    }
}
