package io.weir.schemas.serde.internal;

import io.weir.schemas.serde.UnknownRecordException;
import io.weir.schemas.serde.WireTrust;
import io.weir.wire.UpdateChunk;
import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;

/** Weir's generated record classes by name. No other class is ever loaded for a name that came over the wire. */
public final class WireTypes {
    private static final String PACKAGE = UpdateChunk.class.getPackageName();
    private static final Pattern SIMPLE_NAME = Pattern.compile("[A-Z][A-Za-z0-9]{0,99}");

    static {
        WireTrust.install();
    }

    private WireTypes() {}

    /**
     * A thread-safe reader of records that were written with the schema; it resolves them to the class as it is today.
     *
     * @throws UnknownRecordException if the schema does not name one of Weir's records, or cannot be resolved to it
     */
    public static DatumReader<SpecificRecord> reader(int id, Schema writer) {
        Class<? extends SpecificRecordBase> type = recordClass(writer);
        WriterSchemas.checkBounded(id, writer);
        SpecificData data = SpecificData.getForClass(type);
        try {
            // Avro's builder of readers is not thread-safe; the readers that it builds keep no state.
            synchronized (WireTypes.class) {
                return data.getFastReaderBuilder().createDatumReader(writer, data.getSchema(type));
            }
        } catch (IOException | AvroRuntimeException e) {
            throw new UnknownRecordException(
                    "schema " + id + " of record " + writer.getFullName() + " cannot be read by this version of Weir: "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * The generated class that the schema names.
     *
     * @throws UnknownRecordException if the schema does not name one of Weir's records
     */
    public static Class<? extends SpecificRecordBase> recordClass(Schema schema) {
        boolean ours = schema.getType() == Schema.Type.RECORD
                && PACKAGE.equals(schema.getNamespace())
                && SIMPLE_NAME.matcher(schema.getName()).matches();
        if (!ours) {
            throw new UnknownRecordException("record type " + schema.getFullName() + " is not one of Weir's (package "
                    + PACKAGE + "). Does another application write to this topic?");
        }
        try {
            return Class.forName(schema.getFullName(), true, WireTypes.class.getClassLoader())
                    .asSubclass(SpecificRecordBase.class);
        } catch (ClassNotFoundException | NoClassDefFoundError | ClassCastException e) {
            throw new UnknownRecordException(
                    "this version of Weir does not know record type " + schema.getFullName()
                            + ". Was it written by a newer version?",
                    e);
        }
    }
}
