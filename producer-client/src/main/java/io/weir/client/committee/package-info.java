/** A committee member's side of secure aggregation, without Kafka: looks at shares, signs one list a group, and opens its sum. Nothing is null unless said. */
package io.weir.client.committee;
