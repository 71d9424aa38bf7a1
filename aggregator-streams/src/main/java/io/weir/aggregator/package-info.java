/** The aggregator: a Kafka Streams topology that measures, judges and sums updates, and the application that runs it. */
package io.weir.aggregator;
