/** A participant's side of secure aggregation, without Kafka: what it checks, what it publishes, and how it hides an update. Nothing is null unless said. */
package io.weir.client.secure;
