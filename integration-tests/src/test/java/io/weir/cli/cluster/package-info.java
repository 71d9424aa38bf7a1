/** Opens the embedded cluster to integration tests. */
package io.weir.cli.cluster;
