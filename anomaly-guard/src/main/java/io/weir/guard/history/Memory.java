package io.weir.guard.history;

/** What of earlier rounds a stage needs. */
public enum Memory {
    /** Each update's norm and what became of it. */
    UPDATES,
    /** Sketches of each participant's summed updates. */
    SUMS,
    /** Sketches of each participant's newest update and of the newest aggregates. */
    STEPS,
    /** Short sketches of each participant's updates of the last rounds. */
    TRAILS;

    /** Whether slice tasks have to sketch updates for it. */
    public boolean isSketched() {
        return this != UPDATES;
    }
}
