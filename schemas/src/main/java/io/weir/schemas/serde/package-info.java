/** Record values as bytes: Confluent's frame around Avro binary, and the way to other libraries' serdes. Nothing but tombstones is null. */
package io.weir.schemas.serde;
