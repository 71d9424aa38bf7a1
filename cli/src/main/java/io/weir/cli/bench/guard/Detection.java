package io.weir.cli.bench.guard;

/**
 * Who was refused, counted over banks and rounds.
 *
 * @param attackers updates of attackers
 * @param attackersRefused those of them that were refused
 * @param honest updates of honest banks
 * @param honestRefused those of them that were refused
 */
record Detection(long attackers, long attackersRefused, long honest, long honestRefused) {
    static final Detection NONE = new Detection(0, 0, 0, 0);

    Detection plus(boolean attacker, boolean refused) {
        int one = refused ? 1 : 0;
        return attacker
                ? new Detection(attackers + 1, attackersRefused + one, honest, honestRefused)
                : new Detection(attackers, attackersRefused, honest + 1, honestRefused + one);
    }

    /** The share of refusals that met an attacker; NaN without refusals. */
    double precision() {
        return share(attackersRefused, attackersRefused + honestRefused);
    }

    /** The share of attackers' updates that were refused; NaN without attackers. */
    double recall() {
        return share(attackersRefused, attackers);
    }

    double honestRefusedShare() {
        return share(honestRefused, honest);
    }

    private static double share(long part, long whole) {
        return whole == 0 ? Double.NaN : (double) part / whole;
    }
}
