package io.weir.cli.bench.guard;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One rule under one attack, the worst of the seeds in each figure; NaN where a figure has no meaning.
 *
 * @param lossPoints hundredths of AUC that are lost against the honest banks' plain mean
 * @param backdoor the share of marked positive rows that pass, above what passes with honest banks alone
 * @param precision the share of refusals that met an attacker
 * @param recall the share of attackers' updates that were refused
 * @param honestRefused the share of honest updates that were refused
 */
record GuardCell(
        String attack,
        String rule,
        double lossPoints,
        double backdoor,
        double precision,
        double recall,
        double honestRefused) {
    /** The attack's name where there is none. */
    static final String NONE = "none";

    static GuardCell worst(List<GuardCell> seeds) {
        GuardCell any = seeds.get(0);
        return new GuardCell(
                any.attack,
                any.rule,
                largest(seeds, GuardCell::lossPoints),
                largest(seeds, GuardCell::backdoor),
                -largest(seeds, cell -> -cell.precision()),
                -largest(seeds, cell -> -cell.recall()),
                largest(seeds, GuardCell::honestRefused));
    }

    /** Of those that are numbers. */
    private static double largest(List<GuardCell> seeds, ToDoubleFunction<GuardCell> figure) {
        return seeds.stream()
                .mapToDouble(figure)
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(Double.NaN);
    }
}
