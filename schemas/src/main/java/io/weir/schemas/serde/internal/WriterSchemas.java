package io.weir.schemas.serde.internal;

import io.weir.schemas.serde.UnknownRecordException;
import org.apache.avro.Schema;

/**
 * Whoever may register schemas may name one of Weir's records and add what readers must skip. Recursion would let a short record
 * exhaust the stack, types nested in types without bytes of their own would take time that no record's size bounds.
 */
final class WriterSchemas {
    /** Weir's largest schema has about a hundred types once each reference is replaced by what it refers to. */
    static final int EXPANDED_MAX_TYPES = 1_000;

    private WriterSchemas() {}

    static void checkBounded(int id, Schema schema) {
        if (expand(schema, EXPANDED_MAX_TYPES) < 0) {
            throw new UnknownRecordException("schema " + id + " of record " + schema.getFullName()
                    + " is recursive or has more than " + EXPANDED_MAX_TYPES + " types; Weir writes no such schema");
        }
    }

    /** The budget that is left, or a negative number. The depth cannot exceed the budget. */
    private static int expand(Schema schema, int budget) {
        int left = budget - 1;
        if (left < 0) {
            return left;
        }
        return switch (schema.getType()) {
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    left = expand(field.schema(), left);
                    if (left < 0) {
                        break;
                    }
                }
                yield left;
            }
            case UNION -> {
                for (Schema branch : schema.getTypes()) {
                    left = expand(branch, left);
                    if (left < 0) {
                        break;
                    }
                }
                yield left;
            }
            case ARRAY -> expand(schema.getElementType(), left);
            case MAP -> expand(schema.getValueType(), left);
            case ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> left;
        };
    }
}
