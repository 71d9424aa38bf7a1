package io.weir.client.update;

import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.wire.UpdateChunk;
import java.util.List;

/** What a reader of an update sees. */
final class Decoding {
    private Decoding() {}

    static float[] decode(List<UpdateChunk> chunks) {
        float[] values =
                new float[chunks.stream().mapToInt(UpdateChunk::getLength).sum()];
        for (UpdateChunk chunk : chunks) {
            ArrowCodecs.decodeFloats(
                    chunk.getCodec(), chunk.getPayload(), chunk.getLength(), values, (int) chunk.getFirstParameter());
        }
        return values;
    }
}
