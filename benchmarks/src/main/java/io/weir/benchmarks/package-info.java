/** Measurements of the loops that every value of every update passes through. */
package io.weir.benchmarks;
