package io.weir.schemas.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.schemas.serde.SampleRecords;
import io.weir.wire.RoundOpened;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ConfigDigestTest {
    private static String digest(double clientMomentum) {
        RoundOpened opened = SampleRecords.roundOpened();
        opened.put(opened.getSchema().getField("clientMomentum").pos(), clientMomentum);
        return Digests.hex(ByteBuffer.wrap(Digests.configDigest(opened)));
    }

    @Test
    void coversClientMomentum() {
        assertThat(digest(0.5)).isNotEqualTo(digest(0)).isNotEqualTo(digest(0.25));
    }

    @Test
    void isWhatItWasBeforeThereWasMomentumForRoundsWithoutIt() {
        assertThat(digest(0)).isEqualTo("bd73129a101f16ef9342480dfda179064ecb1df9e72fef83985b1e9254517f7a");
    }
}
