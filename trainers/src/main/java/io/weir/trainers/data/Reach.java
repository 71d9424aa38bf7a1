package io.weir.trainers.data;

import java.util.Arrays;

/** Which terminals lie within a radius of a customer; terminals are bucketed in square cells of that radius. */
final class Reach {
    private final double[] customerX;
    private final double[] customerY;
    private final double[] terminalX;
    private final double[] terminalY;
    private final double radius;
    private final int cellsPerSide;
    private final Grouping cells;

    Reach(
            double[] customerX,
            double[] customerY,
            double[] terminalX,
            double[] terminalY,
            double radius,
            double mapSize) {
        this.customerX = customerX;
        this.customerY = customerY;
        this.terminalX = terminalX;
        this.terminalY = terminalY;
        this.radius = radius;
        this.cellsPerSide = (int) Math.ceil(mapSize / radius);
        int[] cellOf = new int[terminalX.length];
        for (int t = 0; t < cellOf.length; t++) {
            cellOf[t] = cell(terminalX[t]) * cellsPerSide + cell(terminalY[t]);
        }
        this.cells = new Grouping(cellOf, cellsPerSide * cellsPerSide);
    }

    private int cell(double coordinate) {
        return Math.min(cellsPerSide - 1, (int) (coordinate / radius));
    }

    /** Returns the terminals within reach, possibly none. */
    int[] of(int customer) {
        int cellX = cell(customerX[customer]);
        int cellY = cell(customerY[customer]);
        int[] found = new int[16];
        int size = 0;
        for (int x = Math.max(0, cellX - 1); x <= Math.min(cellsPerSide - 1, cellX + 1); x++) {
            for (int y = Math.max(0, cellY - 1); y <= Math.min(cellsPerSide - 1, cellY + 1); y++) {
                int cell = x * cellsPerSide + y;
                for (int i = cells.from(cell); i < cells.from(cell + 1); i++) {
                    int terminal = cells.member(i);
                    double dx = terminalX[terminal] - customerX[customer];
                    double dy = terminalY[terminal] - customerY[customer];
                    if (dx * dx + dy * dy < radius * radius) {
                        found = size == found.length ? Arrays.copyOf(found, 2 * size) : found;
                        found[size++] = terminal;
                    }
                }
            }
        }
        return Arrays.copyOf(found, size);
    }
}
