package io.weir.schemas.arrow.internal;

import io.weir.schemas.arrow.internal.PayloadColumn.Element;
import java.util.List;

/** The columns of each kind of payload. */
public enum PayloadLayout {
    F32,
    F16,
    BF16,
    INT8,
    SUMS,
    RING_32,
    RING_64;

    /** Values that share one INT8 scale: the scales cost 1.6 % and an outlier spoils no more than 255 neighbours. */
    public static final int INT8_BLOCK_VALUES = 256;

    private static final String VALUES = "values";
    private static final String WORDS = "words";

    List<PayloadColumn> columns() {
        return switch (this) {
            case F32 -> List.of(new PayloadColumn(VALUES, Element.FLOAT32, 0));
            case F16 -> List.of(new PayloadColumn(VALUES, Element.FLOAT16, 0));
            case BF16 -> List.of(new PayloadColumn(VALUES, Element.UINT16, 0));
            case INT8 ->
                List.of(
                        new PayloadColumn(VALUES, Element.INT8, INT8_BLOCK_VALUES),
                        new PayloadColumn("scale", Element.FLOAT32, 0));
            case SUMS -> List.of(new PayloadColumn("sums", Element.INT64, 0));
            case RING_32 -> List.of(new PayloadColumn(WORDS, Element.INT32, 0));
            case RING_64 -> List.of(new PayloadColumn(WORDS, Element.INT64, 0));
        };
    }

    /** Rows of the record batch that carries {@code length} values. */
    long rows(int length) {
        return this == INT8 ? (length + (long) INT8_BLOCK_VALUES - 1) / INT8_BLOCK_VALUES : length;
    }
}
