/** The demo: a whole federation on this machine, its banks separate participants that meet only on Kafka. */
package io.weir.cli.demo;
