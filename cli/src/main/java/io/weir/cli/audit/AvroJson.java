package io.weir.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.schemas.digest.Digests;
import io.weir.schemas.serde.WireTrust;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Records as JSON and back without loss; bytes are lower-case hexadecimal. */
final class AvroJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static {
        WireTrust.install();
    }

    private AvroJson() {}

    static JsonNode of(SpecificRecord record) {
        return of(record, record.getSchema());
    }

    private static JsonNode of(Object value, Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> {
                ObjectNode object = NODES.objectNode();
                SpecificRecord record = (SpecificRecord) value;
                schema.getFields()
                        .forEach(field -> object.set(field.name(), of(record.get(field.pos()), field.schema())));
                yield object;
            }
            case ARRAY -> {
                ArrayNode array = NODES.arrayNode();
                ((List<?>) value).forEach(element -> array.add(of(element, schema.getElementType())));
                yield array;
            }
            case MAP -> {
                ObjectNode object = NODES.objectNode();
                Map<String, Object> sorted = new TreeMap<>();
                ((Map<?, ?>) value).forEach((key, element) -> sorted.put(key.toString(), element));
                sorted.forEach((key, element) -> object.set(key, of(element, schema.getValueType())));
                yield object;
            }
            case BYTES -> NODES.textNode(Digests.hex((ByteBuffer) value));
            case INT -> NODES.numberNode((int) value);
            case LONG -> NODES.numberNode((long) value);
            case DOUBLE ->
                Double.isFinite((double) value) ? NODES.numberNode((double) value) : NODES.textNode(value.toString());
            case BOOLEAN -> NODES.booleanNode((boolean) value);
            case STRING, ENUM -> NODES.textNode(value.toString());
            case UNION -> value == null ? NODES.nullNode() : of(value, branch(schema));
            case FIXED, FLOAT, NULL -> throw new IllegalArgumentException("Weir's records have no " + schema);
        };
    }

    /**
     * The record that {@link #of} wrote.
     *
     * @throws IllegalArgumentException if the document is not one
     */
    static <T extends SpecificRecord> T to(JsonNode node, Class<T> type) {
        try {
            return type.cast(to(node, SpecificData.get().getSchema(type), type.getSimpleName()));
        } catch (AvroRuntimeException | ClassCastException | NullPointerException e) {
            throw new IllegalArgumentException("not a " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    private static Object to(JsonNode node, Schema schema, String name) {
        if (node == null) {
            throw new IllegalArgumentException("field '" + name + "' is missing");
        }
        return switch (schema.getType()) {
            case RECORD -> {
                SpecificRecord record = (SpecificRecord) SpecificData.get().newRecord(null, schema);
                schema.getFields()
                        .forEach(field -> record.put(
                                field.pos(), to(node.get(field.name()), field.schema(), name + "." + field.name())));
                yield record;
            }
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                node.forEach(element -> list.add(to(element, schema.getElementType(), name)));
                yield list;
            }
            case MAP -> {
                Map<String, Object> map = new TreeMap<>();
                node.properties()
                        .forEach(entry -> map.put(entry.getKey(), to(entry.getValue(), schema.getValueType(), name)));
                yield map;
            }
            case BYTES -> ByteBuffer.wrap(hex(node, name));
            case INT -> node.intValue();
            case LONG -> node.longValue();
            case DOUBLE -> node.isTextual() ? Double.parseDouble(node.textValue()) : node.doubleValue();
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.textValue();
            case ENUM -> SpecificData.get().createEnum(node.textValue(), schema);
            case UNION -> node.isNull() ? null : to(node, branch(schema), name);
            case FIXED, FLOAT, NULL -> throw new IllegalArgumentException("Weir's records have no " + schema);
        };
    }

    static byte[] hex(JsonNode node, String name) {
        if (node == null || !node.isTextual()) {
            throw new IllegalArgumentException("field '" + name + "' is not hexadecimal text");
        }
        return HexFormat.of().parseHex(node.textValue());
    }

    private static Schema branch(Schema union) {
        return union.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
    }

    /** The first field, but for those in {@code except}, on which two records of one type differ; empty if none. */
    static String difference(SpecificRecord recorded, SpecificRecord expected, List<String> except) {
        for (Schema.Field field : recorded.getSchema().getFields()) {
            JsonNode is = of(recorded.get(field.pos()), field.schema());
            JsonNode ought = of(expected.get(field.pos()), field.schema());
            if (!except.contains(field.name()) && !is.equals(ought)) {
                return "field '" + field.name() + "' is " + shortened(is) + ", expected is " + shortened(ought);
            }
        }
        return "";
    }

    private static String shortened(JsonNode node) {
        String text = node.toString();
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
