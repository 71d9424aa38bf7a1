/** One partition's share of every open round: admission of records, measurement, exact sums. */
package io.weir.aggregator.internal.slice;
