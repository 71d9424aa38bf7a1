/** What differential privacy costs in quality and time: {@code weir bench privacy}. */
package io.weir.cli.bench.privacy;
