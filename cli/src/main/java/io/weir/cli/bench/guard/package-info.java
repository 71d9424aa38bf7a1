/** Rules against attacks: whole federations in memory, judged and summed as the aggregator does it. */
package io.weir.cli.bench.guard;
