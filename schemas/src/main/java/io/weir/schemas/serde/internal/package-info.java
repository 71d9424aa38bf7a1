/** Reading and writing of Avro binary without needless copies or trust. Not for users. */
package io.weir.schemas.serde.internal;
