package io.weir.cli.attack;

/**
 * What colluding banks send instead of honest updates. An attack may keep what it saw in earlier rounds, so every
 * federation has one of its own.
 */
public interface Attack {
    /** Whether the attackers train, on what {@link #poison} leaves of their rows. */
    default boolean trains() {
        return false;
    }

    /**
     * The rows that an attacker trains on.
     *
     * @param rows the attacker's honest rows; not changed
     * @param attacker 0 for the first
     * @param trigger the mark that a backdoor is to open at
     */
    default LabelledRows poison(LabelledRows rows, int attacker, Trigger trigger) {
        return rows;
    }

    /** The vectors that the attackers send, one each. */
    double[][] craft(Sight sight);
}
