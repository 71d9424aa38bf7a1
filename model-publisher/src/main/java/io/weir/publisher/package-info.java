/** The publisher of model versions, and readers of the versions and the ledger that it writes. */
package io.weir.publisher;
