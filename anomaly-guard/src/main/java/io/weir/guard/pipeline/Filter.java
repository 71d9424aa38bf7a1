package io.weir.guard.pipeline;

import io.weir.guard.Decision.Reject;
import java.util.Map;

/** Leaves updates out. Works on updates as they came or scaled, not on mixtures: an accusation has a name. */
public non-sealed interface Filter extends Stage {
    /** Which rows are left out, and why. */
    Map<Integer, Reject> reject(Rows rows);

    /** How clear a rejection by this filter is, by its evidence: larger is clearer. */
    double severity(Reject rejection);
}
