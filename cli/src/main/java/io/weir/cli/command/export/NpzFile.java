package io.weir.cli.command.export;

import io.weir.schemas.model.ModelLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's archive: an uncompressed zip of {@code NAME.npy}, each of format 1.0 (NEP 1), little-endian float32, row-major.
 * The same model gives the same bytes.
 */
final class NpzFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int HEADER_ALIGNMENT_BYTES = 64;
    private static final int HEADER_MAX_BYTES = 65_535;
    private static final int LENGTH_FIELD_BYTES = 2;
    /** The earliest time that a zip can hold. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** Unpacking the archive must not write outside of its directory. */
    private static final Pattern NAME = Pattern.compile("(?!.*\\.\\.)[^/\\\\\\p{Cntrl}][^\\\\\\p{Cntrl}]*");

    private NpzFile() {}

    static void write(NamedTensors model, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        for (ModelLayout.Range range : model.tensors()) {
            byte[] content = array(range, model.parameters());
            zip.putNextEntry(entry(range.tensor().getName(), content));
            zip.write(content);
            zip.closeEntry();
        }
        zip.finish();
    }

    private static ZipEntry entry(String name, byte[] content) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "tensor '" + name + "' cannot be the name of a file in an npz archive: export as arrow or csv");
        }
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        entry.setTimeLocal(NO_TIME);
        return entry;
    }

    private static byte[] array(ModelLayout.Range range, float[] parameters) {
        byte[] header = header(range.tensor().getShape());
        ByteBuffer content = ByteBuffer.allocate(Math.addExact(header.length, Math.multiplyExact(range.length(), 4)))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(header);
        content.asFloatBuffer().put(parameters, range.first(), range.length());
        return content.array();
    }

    /** Padded so that the numbers begin at a multiple of 64 bytes. */
    private static byte[] header(List<Integer> shape) {
        String sizes = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
        String tuple = shape.size() == 1 ? "(" + sizes + ",)" : "(" + sizes + ")";
        String description = "{'descr': '<f4', 'fortran_order': False, 'shape': " + tuple + ", }";
        int unpadded = MAGIC.length + LENGTH_FIELD_BYTES + description.length() + 1;
        int padding = Math.floorMod(-unpadded, HEADER_ALIGNMENT_BYTES);
        int length = description.length() + padding + 1;
        if (length > HEADER_MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a tensor of " + shape.size() + " dimensions does not fit an npy header");
        }
        byte[] text = (description + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(MAGIC.length + LENGTH_FIELD_BYTES + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putShort((short) length)
                .put(text)
                .array();
    }
}
