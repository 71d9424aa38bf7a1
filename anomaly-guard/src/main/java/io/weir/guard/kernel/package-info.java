/** Loops over parameter slices with a fixed order of operations, so that every processor gives the same bits. */
package io.weir.guard.kernel;
