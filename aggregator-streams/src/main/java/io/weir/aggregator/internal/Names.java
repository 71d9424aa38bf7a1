package io.weir.aggregator.internal;

/** Names of the topology's processors and stores. They are part of the state's identity: never rename one lightly. */
public final class Names {
    public static final String UPDATES_SOURCE = "updates-source";
    public static final String DIRECTIVES_SOURCE = "directives-source";
    public static final String SLICE_PROCESSOR = "slice";
    public static final String SLICE_STATISTICS_SINK = "slice-statistics-sink";
    public static final String SLICE_QUARANTINE_SINK = "slice-quarantine-sink";
    public static final String AGGREGATES_SINK = "aggregates-sink";

    public static final String STATISTICS_SOURCE = "statistics-source";
    public static final String CONTROL_SOURCE = "control-source";
    public static final String MODELS_SOURCE = "models-source";
    public static final String KEYS_SOURCE = "keys-source";
    public static final String COMMITTEE_SOURCE = "committee-source";
    public static final String GUARD_PROCESSOR = "guard";
    public static final String ROUNDS_SINK = "rounds-sink";
    public static final String VERDICTS_SINK = "verdicts-sink";
    public static final String COMMITTEE_SINK = "committee-sink";
    public static final String DIRECTIVES_SINK = "directives-sink";
    public static final String GUARD_QUARANTINE_SINK = "guard-quarantine-sink";

    /** Open rounds by round key. */
    public static final String OPEN_ROUNDS_STORE = "open-rounds";
    /** By round key, the offset up to which a task has reported. */
    public static final String REPORTED_STORE = "reported";
    /** Settings, participants, head and the current round. */
    public static final String FEDERATION_STORE = "federation";
    /** Reports on the current round, and which round topics are ready. */
    public static final String REPORTS_STORE = "reports";

    private Names() {}
}
