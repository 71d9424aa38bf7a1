/** From a trained vector to signed records, without Kafka. */
package io.weir.client.update;
