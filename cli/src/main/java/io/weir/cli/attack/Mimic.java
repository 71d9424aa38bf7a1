package io.weir.cli.attack;

/**
 * Copies one honest bank, which so counts several times (Karimireddy, He, Jaggi 2022, section 3.2).
 *
 * @param bank the one that is copied
 */
record Mimic(int bank) implements Attack {
    @Override
    public double[][] craft(Sight sight) {
        return sight.copies(sight.honest().get(bank % sight.honest().size()));
    }
}
