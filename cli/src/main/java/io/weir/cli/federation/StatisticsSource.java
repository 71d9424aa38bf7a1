package io.weir.cli.federation;

/** Where the centre and scale that numeric columns are standardised by come from. */
public enum StatisticsSource {
    /** A round of statistics, before training: sums and counts of all banks' rows. */
    ROUND,
    /** The feature schema: public numbers, which nobody's rows are asked for. */
    SCHEMA
}
