/** How rounds are assembled into versions and how versions reach Kafka; not for users. */
package io.weir.publisher.internal;
