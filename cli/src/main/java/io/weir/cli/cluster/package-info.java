/** A real broker and a real schema registry on this machine, for the demo, {@code weir cluster} and tests. */
package io.weir.cli.cluster;
