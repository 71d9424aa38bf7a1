package io.weir.schemas.arrow.internal;

import io.weir.schemas.arrow.internal.PayloadColumn.Element;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;

/** Compares a stream's schema with the one that a layout wants. Nullable fields and extra metadata are fine. */
final class SchemaChecks {
    private SchemaChecks() {}

    static void check(Schema schema, List<PayloadColumn> columns) {
        IpcStreamReader.check(schema.endianness() == Endianness.Little, "big-endian payloads are refused");
        IpcStreamReader.check(
                schema.fieldsLength() == columns.size(),
                "%d columns, expected %d",
                schema.fieldsLength(),
                columns.size());
        for (int c = 0; c < columns.size(); c++) {
            check(schema.fields(c), columns.get(c));
        }
    }

    private static void check(Field field, PayloadColumn column) {
        ByteBuffer name = field.nameAsByteBuffer();
        IpcStreamReader.check(
                name != null && name.equals(ByteBuffer.wrap(column.nameBytes())),
                "column %s is missing or not at its place",
                column.name());
        IpcStreamReader.check(field.dictionary() == null, "dictionary-encoded columns are refused");
        if (!column.isList()) {
            IpcStreamReader.check(field.childrenLength() == 0, "column %s must not be nested", column.name());
            IpcStreamReader.check(
                    matches(field, column.element()), "column %s is not of type %s", column.name(), column.element());
            return;
        }
        IpcStreamReader.check(
                field.typeType() == Type.FixedSizeList && field.childrenLength() == 1,
                "column %s is not a fixed-size list",
                column.name());
        FixedSizeList list = (FixedSizeList) field.type(new FixedSizeList());
        IpcStreamReader.check(
                list != null && list.listSize() == column.listSize(),
                "the lists of column %s do not have %d elements",
                column.name(),
                column.listSize());
        Field item = field.children(0);
        boolean plain = item.dictionary() == null && item.childrenLength() == 0;
        IpcStreamReader.check(
                plain && matches(item, column.element()),
                "the lists of column %s are not of type %s",
                column.name(),
                column.element());
    }

    private static boolean matches(Field field, Element element) {
        return switch (element) {
            case FLOAT16 -> isFloat(field, Precision.HALF);
            case FLOAT32 -> isFloat(field, Precision.SINGLE);
            case UINT16 -> isInt(field, Short.SIZE, false);
            case INT8 -> isInt(field, Byte.SIZE, true);
            case INT32 -> isInt(field, Integer.SIZE, true);
            case INT64 -> isInt(field, Long.SIZE, true);
        };
    }

    private static boolean isFloat(Field field, short precision) {
        if (field.typeType() != Type.FloatingPoint) {
            return false;
        }
        FloatingPoint type = (FloatingPoint) field.type(new FloatingPoint());
        return type != null && type.precision() == precision;
    }

    private static boolean isInt(Field field, int bits, boolean signed) {
        if (field.typeType() != Type.Int) {
            return false;
        }
        Int type = (Int) field.type(new Int());
        return type != null && type.bitWidth() == bits && type.isSigned() == signed;
    }
}
