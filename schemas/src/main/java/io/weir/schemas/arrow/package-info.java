/** The numbers of a record's {@code payload} field: vectors in, Arrow IPC streams out, and back. Nothing is null. */
package io.weir.schemas.arrow;
