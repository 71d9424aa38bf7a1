/**
 * Secure aggregation by masks that cancel in the sum (Bonawitz et al. 2017; Bell et al. 2020 for the sparse graph): each pair of neighbours shares a seed,
 * one adds its stream and the other subtracts it; a mask of its own covers a participant whose pairs were opened because it was thought lost.
 *
 * <p>Not yet reviewed by a cryptographer.
 */
package io.weir.privacy.mask;
