package io.weir.cli.cluster;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory that outlives its user, or a temporary one that is deleted on close. */
public final class DataDirectory implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DataDirectory.class);

    private final Path path;
    private final boolean temporary;

    private DataDirectory(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /**
     * Makes it.
     *
     * @param kept where, if it is to outlive its user
     * @throws ClusterException if it cannot be made
     */
    public static DataDirectory open(Optional<Path> kept, String temporaryPrefix) {
        try {
            return kept.isPresent()
                    ? new DataDirectory(Files.createDirectories(kept.get()), false)
                    : new DataDirectory(Files.createTempDirectory(temporaryPrefix), true);
        } catch (IOException e) {
            throw new ClusterException(
                    ClusterException.Category.DATA_DIRECTORY,
                    "cannot create the data directory "
                            + kept.map(Path::toString).orElse("in java.io.tmpdir") + " (" + e
                            + "): choose a directory that can be written",
                    e);
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    @Override
    public void close() {
        if (!temporary || !Files.exists(path)) {
            return;
        }
        try {
            Files.walkFileTree(path, new Deletion());
        } catch (IOException e) {
            log.atWarn().addKeyValue("directory", path).setCause(e).log("temporary directory not deleted");
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
