package io.weir.aggregator.internal.slice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowBuffersTest {
    @Test
    void noMoreIsTakenThanTheBoundAllows() {
        RowBuffers buffers = new RowBuffers(250);

        assertThat(buffers.take(100)).isPresent();
        assertThat(buffers.take(100)).isPresent();
        assertThat(buffers.take(100)).isEmpty();
        assertThat(buffers.take(50)).isPresent();
        assertThat(buffers.allocatedBytes()).isEqualTo(250);
    }

    @Test
    void whatIsGivenBackIsTakenAgain() {
        RowBuffers buffers = new RowBuffers(100);
        ByteBuffer first = buffers.take(100).orElseThrow();

        buffers.giveBack(first);

        assertThat(buffers.take(100).orElseThrow()).isSameAs(first);
        assertThat(buffers.take(100)).isEmpty();
    }

    @Test
    void wherePlatformMemoryEndsEarlierThereTheBoundIs() {
        int[] left = {1};
        RowBuffers buffers = new RowBuffers(1000, size -> {
            if (left[0]-- == 0) {
                throw new OutOfMemoryError("Cannot reserve 100 bytes of direct buffer memory");
            }
            return ByteBuffer.allocate(size);
        });
        Optional<ByteBuffer> first = buffers.take(100);

        Optional<ByteBuffer> second = buffers.take(100);

        assertThat(first).isPresent();
        assertThat(second).isEmpty();
        assertThat(buffers.take(100)).as("without another attempt").isEmpty();
        assertThat(buffers.allocatedBytes()).isEqualTo(100);
    }
}
