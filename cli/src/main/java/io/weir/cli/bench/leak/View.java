package io.weir.cli.bench.leak;

/** What an adversary sees. All but the first are of updates after local training. */
enum View {
    GRADIENT("one gradient", 1),
    UPDATE("one update (FedAvg)", 1),
    CLIPPED("one update, clipped", 1),
    SUM_OF_3("sum of 3 clipped updates", 3),
    SUM_OF_10("sum of 10 clipped updates", 10),
    NOISE_LOW("one update, clipped, noise z = 0.1", 1),
    NOISE("one update, clipped, noise z = 1", 1),
    MASKED("one masked update", 1),
    ENCRYPTED("one encrypted update", 1);

    private final String label;
    private final int participants;

    View(String label, int participants) {
        this.label = label;
        this.participants = participants;
    }

    String label() {
        return label;
    }

    /** How many participants' updates are in it. */
    int participants() {
        return participants;
    }
}
