/** Stages one after the other: filters, transforms, and the aggregation at the end. */
package io.weir.guard.pipeline;
