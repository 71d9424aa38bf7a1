package io.weir.schemas.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.wire.Codec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RingCodecsTest {
    private static final long[] WORDS = {0, 1, 0xFFFF_FFFFL, 0x8000_0000L, 77};

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"MASKED", "RLWE"})
    void whatIsEncodedComesBack(Codec codec) {
        byte[] payload = RingCodecs.encode(codec, WORDS, 1, 4);
        long[] decoded = new long[6];
        Arrays.fill(decoded, -1);

        RingCodecs.decode(codec, ByteBuffer.wrap(payload), 4, decoded);

        assertThat(decoded).containsExactly(1, 0xFFFF_FFFFL, 0x8000_0000L, 77, -1, -1);
    }

    @Test
    void arrowsOwnLibraryReadsBoth() throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                ArrowStreamReader masked = reader(Codec.MASKED, allocator);
                ArrowStreamReader encrypted = reader(Codec.RLWE, allocator)) {
            masked.loadNextBatch();
            encrypted.loadNextBatch();
            IntVector ints = (IntVector) masked.getVectorSchemaRoot().getVector("words");
            BigIntVector longs = (BigIntVector) encrypted.getVectorSchemaRoot().getVector("words");
            assertThat(ints.get(2)).isEqualTo(-1);
            assertThat(longs.get(2)).isEqualTo(0xFFFF_FFFFL);
        }
    }

    private static ArrowStreamReader reader(Codec codec, BufferAllocator allocator) {
        byte[] payload = RingCodecs.encode(codec, WORDS, 0, WORDS.length);
        return new ArrowStreamReader(new ByteArrayInputStream(payload), allocator);
    }

    @Test
    void refusesAnotherLengthAnotherColumnAndPlainCodecs() {
        ByteBuffer masked = ByteBuffer.wrap(RingCodecs.encode(Codec.MASKED, WORDS, 0, 5));
        ByteBuffer sums = ByteBuffer.wrap(ArrowCodecs.encodeLongs(WORDS, 0, 5));

        assertThatThrownBy(() -> RingCodecs.decode(Codec.MASKED, masked, 4, new long[5]))
                .isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> RingCodecs.decode(Codec.RLWE, masked, 5, new long[5]))
                .isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> RingCodecs.decode(Codec.RLWE, sums, 5, new long[5]))
                .isInstanceOf(PayloadException.class);
        assertThatThrownBy(() -> RingCodecs.encode(Codec.F32, WORDS, 0, 5))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("hides nothing");
    }
}
