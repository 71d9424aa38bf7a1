package io.weir.aggregator.audit;

import io.weir.aggregator.LogReader;
import io.weir.guard.kernel.CoordinateSample;
import io.weir.guard.kernel.Measures;
import io.weir.wire.GroupOpening;
import io.weir.wire.Verdict;
import java.util.List;
import java.util.Map;

/** A partition that was absorbed again, recorded or dealt anew. */
interface ComputedSlice {
    /** Inner products of these participants' updates, by chunk index; what else was to be measured behind. */
    Map<Integer, double[]> products(List<String> participants, Measures measures, LogReader log);

    /** Inner products of the opened groups' means, as {@link #products} has those of updates. */
    Map<Integer, double[]> openedProducts(List<GroupOpening> openings, List<CoordinateSample> samples, LogReader log);

    /** The sums that the verdict asks for, by chunk index. */
    Map<Integer, long[]> settle(Verdict verdict, LogReader log);
}
