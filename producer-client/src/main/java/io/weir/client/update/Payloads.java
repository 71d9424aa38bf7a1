package io.weir.client.update;

import io.weir.client.TrainingException;
import io.weir.schemas.arrow.ArrowCodecs;
import io.weir.schemas.arrow.PayloadException;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.Codec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A vector's encoded chunks.
 *
 * @param values the vector as it was before encoding
 * @param chunks how the vector is cut
 * @param payloads by chunk index
 * @param norm L2 norm of what a reader decodes, which is what the aggregator measures
 */
@SuppressWarnings("ArrayRecordComponent") // internal carrier, never compared
record Payloads(float[] values, VectorChunks chunks, List<byte[]> payloads, double norm) {
    private static final int MAX_ATTEMPTS = 20;

    /** Relative; about the precision of a float. */
    private static final double FIRST_SHRINKAGE = 1e-7;

    /** Keeps the norm below the bound however a reader orders its additions. */
    private static final double SUMMATION_MARGIN = 1e-9;

    /** Encodes the vector as it is. */
    static Payloads encode(Codec codec, float[] values, int chunkParameters) throws TrainingException {
        VectorChunks chunks = new VectorChunks(values.length, chunkParameters);
        List<byte[]> payloads = new ArrayList<>(chunks.chunkCount());
        float[] decoded = new float[chunks.length(0)];
        double squaredNorm = 0;
        for (int c = 0; c < chunks.chunkCount(); c++) {
            int length = chunks.length(c);
            byte[] payload = encode(codec, values, (int) chunks.first(c), length);
            ArrowCodecs.decodeFloats(codec, ByteBuffer.wrap(payload), length, decoded, 0);
            squaredNorm += Norms.squared(decoded, length);
            payloads.add(payload);
        }
        return new Payloads(values, chunks, payloads, Math.sqrt(squaredNorm));
    }

    private static byte[] encode(Codec codec, float[] values, int first, int length) throws TrainingException {
        try {
            return ArrowCodecs.encodeFloats(codec, values, first, length);
        } catch (PayloadException e) {
            throw new TrainingException(
                    "codec " + codec + " cannot carry parameters " + first + " to " + (first + length - 1L) + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * Encodes a vector of the same direction whose L2 norm is within the bound before and after decoding (clipping by
     * norm, as in McMahan et al. 2018, section 3.1); the same array if it is already.
     */
    static Payloads encodeClipped(Codec codec, float[] values, int chunkParameters, double bound)
            throws TrainingException {
        double limit = bound * (1 - SUMMATION_MARGIN);
        double norm = Math.sqrt(Norms.squared(values, values.length));
        float[] clipped = norm > limit ? Norms.scaled(values, limit / norm) : values;
        double margin = FIRST_SHRINKAGE;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Payloads payloads = encode(codec, clipped, chunkParameters);
            if (payloads.norm() <= limit) {
                return payloads;
            }
            // Rounding lengthened it: shorten it by a hair more at each attempt.
            clipped = Norms.scaled(clipped, limit / payloads.norm() * (1 - margin));
            margin *= 2;
        }
        throw new TrainingException("the update cannot be clipped to an L2 norm of " + bound + " with codec " + codec
                + ": the federation needs a larger bound or a finer codec");
    }
}
