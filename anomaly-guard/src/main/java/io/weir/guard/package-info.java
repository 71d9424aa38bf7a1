/** Judges updates: statistics in, decisions out. Pure Java, no Kafka, no clock. */
package io.weir.guard;
