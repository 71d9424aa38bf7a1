/** Rules against the results of other implementations, whole and in slices. */
package io.weir.guard.vectors;
