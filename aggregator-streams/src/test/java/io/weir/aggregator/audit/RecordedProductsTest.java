package io.weir.aggregator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.aggregator.internal.Products;
import io.weir.aggregator.testkit.Federation;
import io.weir.guard.Gram;
import io.weir.wire.ClosedBy;
import io.weir.wire.RoundOpened;
import io.weir.wire.RoundSealed;
import io.weir.wire.SealedUpdate;
import io.weir.wire.SliceProducts;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordedProductsTest {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    /** Two chunks of five parameters. */
    private final Federation federation = new Federation(2, 10, 5);

    private final RoundOpened opened = federation.opened(1, 1);
    private final RoundSealed sealed = new RoundSealed(
            opened,
            List.of(9L),
            federation.banks().stream()
                    .map(bank -> new SealedUpdate(bank, NONE, 1, 1L, Map.of(), NONE))
                    .toList(),
            ClosedBy.COHORT,
            1L,
            NONE);

    @Test
    void addsTheChunks() {
        Gram gram = RecordedProducts.of(sealed, List.of(report(1, 10, 20, 30), report(0, 1, 2, 3)))
                .orElseThrow();

        assertThat(gram.product(0, 0)).isEqualTo(11);
        assertThat(gram.product(1, 0)).isEqualTo(22);
        assertThat(gram.product(1, 1)).isEqualTo(33);
    }

    @Test
    void samplesOfCoordinatesStandBehind() {
        Gram gram = RecordedProducts.of(sealed, List.of(report(0, 1, 2, 3, 7, 8, 9), report(1, 1, 2, 3, 70, 80, 90)))
                .orElseThrow();

        assertThat(gram.product(1, 1)).isEqualTo(6);
        assertThat(gram.samples()).singleElement().satisfies(sample -> assertThat(sample.product(1, 0))
                .isEqualTo(88));
    }

    @Test
    void withAChunkMissingOrOddThereAreNone() {
        assertThat(RecordedProducts.of(sealed, List.of(report(0, 1, 2, 3)))).isEmpty();
        assertThat(RecordedProducts.of(sealed, List.of(report(0, 1, 2, 3), report(1, 1, 2))))
                .isEmpty();
        assertThat(RecordedProducts.of(sealed, List.of(report(0, 1, 2, 3), report(1, 1, 2, 3, 4, 5, 6))))
                .isEmpty();
    }

    private SliceProducts report(int chunk, double... products) {
        return new SliceProducts(Federation.NAME, 1L, 0, chunk, Products.bytes(products));
    }
}
