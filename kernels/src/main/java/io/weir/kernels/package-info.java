/** Inner loops over long arrays, each with a scalar definition and a vectorised twin of the same bits. */
package io.weir.kernels;
