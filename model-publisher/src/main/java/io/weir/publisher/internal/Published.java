package io.weir.publisher.internal;

import io.weir.publisher.PublishedModel;
import io.weir.wire.LedgerRecord;

/**
 * The newest version.
 *
 * @param model head and full vector
 * @param ledger the ledger's last record, which names it
 */
record Published(PublishedModel model, LedgerRecord ledger) {}
