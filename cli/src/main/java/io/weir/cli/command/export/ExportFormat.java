package io.weir.cli.command.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** The file formats that a model can be written in. */
public enum ExportFormat {
    /** An Arrow IPC file. */
    ARROW,
    /** NumPy's archive of arrays. */
    NPZ,
    /** Text, a line for each parameter. */
    CSV;

    /**
     * Writes a file, which is there whole or not at all.
     *
     * @throws IOException if it cannot be written
     * @throws IllegalArgumentException if a tensor's name cannot stand in the format
     */
    public void write(NamedTensors model, Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Files.createDirectories(target.getParent());
        Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                write(model, out);
            }
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void write(NamedTensors model, OutputStream out) throws IOException {
        switch (this) {
            case ARROW -> ArrowFile.write(model, out);
            case NPZ -> NpzFile.write(model, out);
            case CSV -> CsvFile.write(model, out);
        }
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
