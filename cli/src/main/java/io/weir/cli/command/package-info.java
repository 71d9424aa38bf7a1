/** The subcommands, one class each, and what they share. */
package io.weir.cli.command;
