package io.weir.client.committee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCloseJournalTest {
    private static final ByteBuffer DIGEST = ByteBuffer.wrap(new byte[] {1, 2, 3});
    private static final ByteBuffer OTHER = ByteBuffer.wrap(new byte[] {4, 5, 6});

    @TempDir
    private Path directory;

    private FileCloseJournal open() {
        return FileCloseJournal.open(directory, "fraud");
    }

    private Path file() {
        return directory.resolve("fraud.closes");
    }

    @Test
    void knowsAfterARestartWhatItWroteBefore() {
        try (FileCloseJournal journal = open()) {
            journal.write(7, 0, DIGEST);
            journal.write(7, 1, OTHER);
        }

        try (FileCloseJournal journal = open()) {
            assertThat(journal.acknowledged(7, 0)).contains(DIGEST);
            assertThat(journal.acknowledged(7, 1)).contains(OTHER);
            assertThat(journal.acknowledged(8, 0)).isEmpty();
            journal.write(8, 0, OTHER);
        }
        try (FileCloseJournal journal = open()) {
            assertThat(journal.acknowledged(7, 0)).contains(DIGEST);
            assertThat(journal.acknowledged(8, 0)).contains(OTHER);
        }
    }

    @Test
    void whatACrashLeftOfALineIsCutOff() throws Exception {
        try (FileCloseJournal journal = open()) {
            journal.write(7, 0, DIGEST);
        }
        Files.writeString(file(), "fraud 8 0 " + "04".repeat(32), StandardOpenOption.APPEND);

        try (FileCloseJournal journal = open()) {
            assertThat(journal.acknowledged(8, 0)).isEmpty();
            journal.write(8, 0, OTHER);
        }
        try (FileCloseJournal journal = open()) {
            assertThat(journal.acknowledged(7, 0)).contains(DIGEST);
            assertThat(journal.acknowledged(8, 0)).contains(OTHER);
        }
    }

    @Test
    void aChangedLineIsAnError() throws Exception {
        try (FileCloseJournal journal = open()) {
            journal.write(7, 0, DIGEST);
            journal.write(8, 0, DIGEST);
        }
        Files.writeString(file(), Files.readString(file()).replace("fraud 7", "fraud 6"));

        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("line 1")
                .hasMessageContaining("Restore the file");
    }

    @Test
    void aSecondProcessIsTurnedAway() {
        FileCloseJournal first = open();

        assertThatThrownBy(this::open).isInstanceOf(JournalException.class).hasMessageContaining("in use");

        first.close();
        open().close();
    }
}
