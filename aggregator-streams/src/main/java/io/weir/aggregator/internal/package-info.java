/** What the slice tasks and the guard task share. */
package io.weir.aggregator.internal;
