/** HTTP, TLS, JSON and caches behind the registry client. Not for users. */
package io.weir.schemas.registry.internal;
