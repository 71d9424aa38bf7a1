/** Writes a model's tensors to files that other tools read. */
package io.weir.cli.command.export;
