/** What hostile banks send: attacks of the literature, for measurements, tests and the demo. */
package io.weir.cli.attack;
