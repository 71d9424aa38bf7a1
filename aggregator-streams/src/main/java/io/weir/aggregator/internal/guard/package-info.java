/** One task for the whole federation: opens rounds, collects reports, seals and judges. */
package io.weir.aggregator.internal.guard;
