package io.weir.client.update;

import static io.weir.client.Fixtures.BANK_A;
import static io.weir.client.Fixtures.round;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.client.LocalUpdate;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.digest.MerkleTree;
import io.weir.schemas.model.VectorChunks;
import io.weir.wire.Codec;
import io.weir.wire.RoundOpened;
import io.weir.wire.UpdateChunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;

class UpdateEncoderPropertiesTest {
    private final UpdateEncoder encoder = new UpdateEncoder(BANK_A);

    @Provide
    Arbitrary<Codec> codecs() {
        return Arbitraries.of(Codec.F32, Codec.F16, Codec.BF16, Codec.INT8);
    }

    private static RoundOpened opened(Codec codec, int parameters, int chunkParameters, double bound) {
        return round(1).setCodec(codec)
                .setParameterCount(parameters)
                .setChunkParameters(chunkParameters)
                .setChunkCount(new VectorChunks(parameters, chunkParameters).chunkCount())
                .setClippingBound(bound)
                .build();
    }

    private static LocalUpdate update(float[] values) {
        return new LocalUpdate(values, 1, 1, Map.of());
    }

    /** In an order of addition that is not the encoder's. */
    private static double normBackwards(float[] values) {
        double squared = 0;
        for (int i = values.length - 1; i >= 0; i--) {
            squared += (double) values[i] * values[i];
        }
        return Math.sqrt(squared);
    }

    @Property(tries = 500)
    void whatAReaderDecodesIsNeverAboveTheBound(
            @ForAll("codecs") Codec codec,
            @ForAll @Size(min = 1, max = 600) float[] values,
            @ForAll @IntRange(min = 1, max = 300) int chunkParameters,
            @ForAll @DoubleRange(min = 1e-3, max = 1e3) @Scale(6) double bound)
            throws Exception {
        EncodedUpdate encoded = encoder.encode(opened(codec, values.length, chunkParameters, bound), update(values));

        assertThat(normBackwards(Decoding.decode(encoded.chunks()))).isLessThanOrEqualTo(bound);
    }

    @Property(tries = 200)
    void clippingUsesTheBoundUp(
            @ForAll("codecs") Codec codec,
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5000) int parameters,
            @ForAll @DoubleRange(min = 0.01, max = 100) double bound)
            throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[parameters];
        for (int i = 0; i < parameters; i++) {
            values[i] = (float) (1000 * bound * (random.nextDouble() + 0.1));
        }

        EncodedUpdate encoded = encoder.encode(opened(codec, parameters, 256, bound), update(values));

        assertThat(encoded.commit().getL2Norm())
                .isEqualTo(norm(Decoding.decode(encoded.chunks()), 256))
                .isLessThanOrEqualTo(bound)
                .isGreaterThan(bound * 0.98);
    }

    /** Chunk by chunk, as the aggregator adds. */
    private static double norm(float[] values, int chunkParameters) {
        double total = 0;
        for (int first = 0; first < values.length; first += chunkParameters) {
            double chunk = 0;
            for (int i = first; i < Math.min(values.length, first + chunkParameters); i++) {
                chunk += (double) values[i] * values[i];
            }
            total += chunk;
        }
        return Math.sqrt(total);
    }

    @Property
    void whatIsWithinTheBoundComesOutAsItWentIn(
            @ForAll @Size(min = 1, max = 300) float[] values, @ForAll @IntRange(min = 1, max = 100) int chunkParameters)
            throws Exception {
        EncodedUpdate encoded =
                encoder.encode(opened(Codec.F32, values.length, chunkParameters, 1e300), update(values));

        assertThat(Decoding.decode(encoded.chunks())).containsExactly(values);
    }

    @Property
    void chunksCoverTheVectorOnceAndTheCommitNamesThem(
            @ForAll @IntRange(min = 1, max = 500) int parameters,
            @ForAll @IntRange(min = 1, max = 100) int chunkParameters,
            @ForAll @IntRange(min = 1, max = 12) int partitions)
            throws Exception {
        RoundOpened opened = RoundOpened.newBuilder(opened(Codec.F32, parameters, chunkParameters, 1))
                .setPartitions(partitions)
                .build();

        EncodedUpdate encoded = encoder.encode(opened, update(new float[parameters]));

        List<byte[]> hashes = new ArrayList<>();
        long next = 0;
        for (int c = 0; c < encoded.chunks().size(); c++) {
            UpdateChunk chunk = encoded.chunks().get(c);
            assertThat(chunk.getFirstParameter()).isEqualTo(next);
            assertThat(encoded.partition(c)).isEqualTo(c % partitions).isLessThan(encoded.commitPartitions());
            hashes.add(Digests.sha256(chunk.getPayload()));
            assertThat(encoded.commit().getChunkHashes().get(c)).isEqualTo(ByteBuffer.wrap(hashes.get(c)));
            next += chunk.getLength();
        }
        assertThat(next).isEqualTo(parameters);
        assertThat(encoded.commit().getMerkleRoot()).isEqualTo(ByteBuffer.wrap(MerkleTree.root(hashes)));
    }
}
