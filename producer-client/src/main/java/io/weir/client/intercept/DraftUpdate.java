package io.weir.client.intercept;

import io.weir.wire.UpdateChunk;
import io.weir.wire.UpdateCommit;
import java.util.List;

/**
 * An update that is not signed yet.
 *
 * @param chunks by chunk index
 * @param commit the commit that names them; its signature is set afterwards, over whatever it holds then
 */
public record DraftUpdate(List<UpdateChunk> chunks, UpdateCommit.Builder commit) {
    public DraftUpdate {
        chunks = List.copyOf(chunks);
    }
}
