/** Main classes of the container images beside the {@code weir} command itself; no shell is needed to run them. */
package io.weir.cli.container;
