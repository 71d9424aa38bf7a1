package io.weir.cli.command.export;

import io.weir.schemas.model.ModelLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;

/**
 * An Arrow IPC file of one record batch, one row a tensor: {@code name: utf8, role: utf8, shape: list<int32>, values:
 * list<float32>}, the values row-major. Federation, version and digest are the schema's metadata.
 */
final class ArrowFile {
    private ArrowFile() {}

    static void write(NamedTensors model, OutputStream out) throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(schema(model), allocator)) {
            fill(root, model);
            try (ArrowFileWriter writer = new ArrowFileWriter(root, null, Channels.newChannel(out))) {
                writer.start();
                writer.writeBatch();
                writer.end();
            }
        }
    }

    private static Schema schema(NamedTensors model) {
        return new Schema(
                List.of(
                        field("name", new ArrowType.Utf8()),
                        field("role", new ArrowType.Utf8()),
                        field("shape", new ArrowType.List(), field("item", new ArrowType.Int(32, true))),
                        field(
                                "values",
                                new ArrowType.List(),
                                field("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)))),
                model.metadata());
    }

    private static Field field(String name, ArrowType type, Field... children) {
        return new Field(name, FieldType.notNullable(type), List.of(children));
    }

    private static void fill(VectorSchemaRoot root, NamedTensors model) {
        VarCharVector names = (VarCharVector) root.getVector("name");
        VarCharVector roles = (VarCharVector) root.getVector("role");
        ListVector shapes = (ListVector) root.getVector("shape");
        ListVector values = (ListVector) root.getVector("values");
        root.allocateNew();
        int row = 0;
        for (ModelLayout.Range range : model.tensors()) {
            names.setSafe(row, new Text(range.tensor().getName()));
            roles.setSafe(row, new Text(range.tensor().getRole().name()));
            shape(shapes, row, range.tensor().getShape());
            values(values, row, model.parameters(), range);
            row++;
        }
        root.setRowCount(row);
    }

    private static void shape(ListVector shapes, int row, List<Integer> shape) {
        int first = shapes.startNewValue(row);
        IntVector sizes = (IntVector) shapes.getDataVector();
        for (int i = 0; i < shape.size(); i++) {
            sizes.setSafe(first + i, shape.get(i));
        }
        shapes.endValue(row, shape.size());
    }

    private static void values(ListVector values, int row, float[] parameters, ModelLayout.Range range) {
        int first = values.startNewValue(row);
        Float4Vector numbers = (Float4Vector) values.getDataVector();
        for (int i = 0; i < range.length(); i++) {
            numbers.setSafe(first + i, parameters[range.first() + i]);
        }
        values.endValue(row, range.length());
    }
}
