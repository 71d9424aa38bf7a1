package io.weir.schemas.arrow.internal;

import com.google.flatbuffers.FlatBufferBuilder;
import io.weir.schemas.arrow.internal.PayloadColumn.Element;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;

/** Builds schema messages. */
final class IpcSchemas {
    /** Name of a list's child field, as Arrow's C++ library has it. */
    private static final String LIST_ITEM = "item";

    private static final String CODEC_KEY = "weir.codec";

    private IpcSchemas() {}

    static ByteBuffer message(PayloadLayout layout) {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        List<PayloadColumn> columns = layout.columns();
        int[] fields = new int[columns.size()];
        for (int c = 0; c < fields.length; c++) {
            fields[c] = field(builder, layout, columns.get(c));
        }
        int vector = Schema.createFieldsVector(builder, fields);
        Schema.startSchema(builder);
        Schema.addFields(builder, vector);
        int schema = Schema.endSchema(builder);
        return finish(builder, org.apache.arrow.flatbuf.MessageHeader.Schema, schema, 0);
    }

    static ByteBuffer finish(FlatBufferBuilder builder, byte headerType, int header, long bodyBytes) {
        Message.startMessage(builder);
        Message.addVersion(builder, MetadataVersion.V5);
        Message.addHeaderType(builder, headerType);
        Message.addHeader(builder, header);
        Message.addBodyLength(builder, bodyBytes);
        builder.finish(Message.endMessage(builder));
        return builder.dataBuffer();
    }

    private static int field(FlatBufferBuilder builder, PayloadLayout layout, PayloadColumn column) {
        int[] metadata = layout == PayloadLayout.BF16 ? codecMetadata(builder, layout) : new int[0];
        if (!column.isList()) {
            return field(builder, column.name(), element(builder, column.element()), new int[0], metadata);
        }
        int item = field(builder, LIST_ITEM, element(builder, column.element()), new int[0], new int[0]);
        ArrowType list =
                new ArrowType(Type.FixedSizeList, FixedSizeList.createFixedSizeList(builder, column.listSize()));
        return field(builder, column.name(), list, new int[] {item}, metadata);
    }

    private static int field(FlatBufferBuilder builder, String name, ArrowType type, int[] children, int[] metadata) {
        int nameAt = builder.createString(name);
        int childrenAt = Field.createChildrenVector(builder, children);
        int metadataAt = Field.createCustomMetadataVector(builder, metadata);
        Field.startField(builder);
        Field.addName(builder, nameAt);
        Field.addNullable(builder, false);
        Field.addTypeType(builder, type.tag());
        Field.addType(builder, type.at());
        Field.addChildren(builder, childrenAt);
        Field.addCustomMetadata(builder, metadataAt);
        return Field.endField(builder);
    }

    /** Arrow has no bfloat16; the field says what its 16 bits mean. */
    private static int[] codecMetadata(FlatBufferBuilder builder, PayloadLayout layout) {
        int key = builder.createString(CODEC_KEY);
        int value = builder.createString(layout.name());
        return new int[] {KeyValue.createKeyValue(builder, key, value)};
    }

    private record ArrowType(byte tag, int at) {}

    private static ArrowType element(FlatBufferBuilder builder, Element element) {
        return switch (element) {
            case FLOAT16 ->
                new ArrowType(Type.FloatingPoint, FloatingPoint.createFloatingPoint(builder, Precision.HALF));
            case FLOAT32 ->
                new ArrowType(Type.FloatingPoint, FloatingPoint.createFloatingPoint(builder, Precision.SINGLE));
            case UINT16 -> new ArrowType(Type.Int, Int.createInt(builder, Short.SIZE, false));
            case INT8 -> new ArrowType(Type.Int, Int.createInt(builder, Byte.SIZE, true));
            case INT32 -> new ArrowType(Type.Int, Int.createInt(builder, Integer.SIZE, true));
            case INT64 -> new ArrowType(Type.Int, Int.createInt(builder, Long.SIZE, true));
        };
    }
}
