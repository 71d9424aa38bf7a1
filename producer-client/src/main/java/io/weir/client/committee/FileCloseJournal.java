package io.weir.client.committee;

import io.weir.schemas.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A journal of one federation in a file that only grows: a line a list, {@code FEDERATION ROUND GROUP DIGEST CHECKSUM}. The
 * file is locked while it is open, so that no second process acknowledges in the same name.
 */
public final class FileCloseJournal implements CloseJournal, AutoCloseable {
    private static final int FIELDS = 5;
    private static final int CHECKSUM_BYTES = 8;

    private final String federation;
    private final Path file;
    private final FileChannel channel;
    private final Map<String, ByteBuffer> acknowledged = new HashMap<>();

    private FileCloseJournal(String federation, Path file, FileChannel channel) {
        this.federation = federation;
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a federation's journal, or begins it.
     *
     * @throws JournalException if the file cannot be read or written, holds what was never written there, or is open elsewhere
     */
    public static FileCloseJournal open(Path directory, String federation) {
        Path file = directory.resolve(federation + ".closes");
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileCloseJournal journal = new FileCloseJournal(federation, file, channel);
            try {
                journal.lock();
                journal.read();
                syncDirectory(directory);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            return journal;
        } catch (IOException e) {
            throw new JournalException("cannot open the committee journal " + file + ": " + e, e);
        }
    }

    /** So that the file itself outlives a power failure. */
    private static void syncDirectory(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
                opened.force(true);
            }
        }
    }

    private void lock() throws IOException {
        try {
            if (channel.tryLock() == null) {
                throw inUse(null);
            }
        } catch (OverlappingFileLockException e) {
            throw inUse(e);
        }
    }

    private JournalException inUse(OverlappingFileLockException cause) {
        return new JournalException(
                file + " is in use by another participant: a committee member runs once, with one journal", cause);
    }

    private void read() throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf('\n') + 1;
        String[] lines = end == 0 ? new String[0] : text.substring(0, end - 1).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            read(lines[i], i + 1);
        }
        // What a crash left of a line was not acknowledged: acknowledging waits for the whole line.
        channel.truncate(end);
        channel.position(end);
    }

    private void read(String line, int number) {
        String[] fields = line.split(" ", -1);
        if (fields.length != FIELDS
                || !fields[0].equals(federation)
                || !fields[FIELDS - 1].equals(checksum(line.substring(0, line.lastIndexOf(' '))))) {
            throw new JournalException(
                    file + ", line " + number + ", is not as it was written: without it this participant"
                            + " might open two sums of one group. Restore the file, or have the operator take the participant"
                            + " out of the committee until a new round is open, and then move the file away");
        }
        acknowledged.put(
                fields[1] + " " + fields[2], ByteBuffer.wrap(HexFormat.of().parseHex(fields[3])));
    }

    @Override
    public Optional<ByteBuffer> acknowledged(long round, int group) {
        return Optional.ofNullable(acknowledged.get(round + " " + group)).map(ByteBuffer::asReadOnlyBuffer);
    }

    @Override
    public void write(long round, int group, ByteBuffer closeDigest) {
        byte[] digest = Bytes.copy(closeDigest);
        String line =
                federation + " " + round + " " + group + " " + HexFormat.of().formatHex(digest);
        ByteBuffer bytes = ByteBuffer.wrap((line + " " + checksum(line) + "\n").getBytes(StandardCharsets.ISO_8859_1));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new JournalException(
                    "cannot write the committee journal " + file + ", so nothing is acknowledged: " + e, e);
        }
        acknowledged.put(round + " " + group, ByteBuffer.wrap(digest));
    }

    private static String checksum(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, CHECKSUM_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new JournalException("cannot close the committee journal " + file + ": " + e, e);
        }
    }
}
