/** Computes a sealed round again from its topic: to verify what was recorded, or to see what else would have come out. */
package io.weir.aggregator.audit;
