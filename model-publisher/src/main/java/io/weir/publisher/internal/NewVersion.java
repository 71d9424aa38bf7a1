package io.weir.publisher.internal;

import io.weir.publisher.LedgerSigner;
import io.weir.publisher.PublishedModel;
import io.weir.wire.LedgerRecord;
import io.weir.wire.ModelChunk;
import java.util.List;

/**
 * Everything that one transaction makes visible.
 *
 * @param model head and full vector
 * @param chunks the vector's chunks, by index
 * @param ledger the record that chains it to the version before
 */
public record NewVersion(PublishedModel model, List<ModelChunk> chunks, LedgerRecord ledger) {
    NewVersion signed(LedgerSigner signer) {
        return new NewVersion(model, chunks, LedgerChain.signed(ledger, signer));
    }
}
