/** A participant's side of attested rounds, without Kafka: whose keys it accepts, and how it seals an update for them. */
package io.weir.client.attested;
