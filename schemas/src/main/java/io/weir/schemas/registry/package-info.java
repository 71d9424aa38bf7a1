/** The schema registry, spoken to over Confluent's REST API. Nothing is null. */
package io.weir.schemas.registry;
