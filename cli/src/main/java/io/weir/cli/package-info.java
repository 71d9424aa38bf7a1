/** The {@code weir} command: where it begins, how it ends, and how it says what went wrong. */
package io.weir.cli;
