package io.weir.cli.command.export;

import io.weir.schemas.model.ModelLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** {@code tensor,index,value}: the index is row-major within the tensor, the value reads back to the same float32. */
final class CsvFile {
    private CsvFile() {}

    static void write(NamedTensors model, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        writer.write("tensor,index,value\n");
        for (ModelLayout.Range range : model.tensors()) {
            String name = quoted(range.tensor().getName());
            for (int i = 0; i < range.length(); i++) {
                writer.write(name + ',' + i + ',' + model.parameters()[range.first() + i] + '\n');
            }
        }
        writer.flush();
    }

    private static String quoted(String name) {
        return name.matches("[A-Za-z0-9._/-]+") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
