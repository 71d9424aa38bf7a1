/** Measurements against a baseline in the same run. */
package io.weir.cli.bench;
