/** How Arrow's IPC stream format is written and checked, and the kernels that convert numbers. Not for users. */
package io.weir.schemas.arrow.internal;
