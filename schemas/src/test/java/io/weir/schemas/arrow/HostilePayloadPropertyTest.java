package io.weir.schemas.arrow;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.wire.Codec;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class HostilePayloadPropertyTest {

    @Property(tries = 2000)
    void randomDamageIsReadOrRefused(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int flips) {
        SplittableRandom random = new SplittableRandom(seed);
        Codec codec = ArrowCodecs.supported().get(random.nextInt(4));
        byte[] payload = HostilePayloadTest.payload(codec);
        for (int i = 0; i < flips; i++) {
            payload[random.nextInt(payload.length)] = (byte) random.nextInt();
        }

        HostilePayloadTest.assertReadOrRefused(codec, payload, new float[HostilePayloadTest.LENGTH]);
    }

    @Property(tries = 500)
    void randomBytesAreRefused(@ForAll byte[] bytes) {
        assertThatThrownBy(() -> ArrowCodecs.decodeLongs(ByteBuffer.wrap(bytes), 1, new long[1], 0))
                .isInstanceOf(PayloadException.class);
    }
}
