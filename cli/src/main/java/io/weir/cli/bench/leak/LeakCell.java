package io.weir.cli.bench.leak;

/**
 * One attack on one view of participants with so many rows.
 *
 * @param recovered share of rows
 * @param exact share of rows
 * @param psnr decibels
 * @param floorRecovered the same attack on noise of the same norm
 * @param floorPsnr decibels
 */
record LeakCell(
        String attack,
        View view,
        int batch,
        int trials,
        double recovered,
        double exact,
        double psnr,
        double floorRecovered,
        double floorPsnr) {}
