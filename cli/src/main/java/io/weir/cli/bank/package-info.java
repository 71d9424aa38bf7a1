/** A bank with tabular data: the trainers of module trainers behind the participant's SPI. */
package io.weir.cli.bank;
