package io.weir.schemas.arrow.internal;

import java.nio.charset.StandardCharsets;

/**
 * One column of a payload.
 *
 * @param listSize elements per row of a fixed-size list, or 0 for a plain column
 */
record PayloadColumn(String name, Element element, int listSize) {

    /** Arrow types in use. */
    enum Element {
        FLOAT16(2),
        FLOAT32(4),
        UINT16(2),
        INT8(1),
        INT32(4),
        INT64(8);

        final int sizeBytes;

        Element(int sizeBytes) {
            this.sizeBytes = sizeBytes;
        }
    }

    boolean isList() {
        return listSize > 0;
    }

    long elements(long rows) {
        return isList() ? rows * listSize : rows;
    }

    long dataBytes(long rows) {
        return elements(rows) * element.sizeBytes;
    }

    byte[] nameBytes() {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
