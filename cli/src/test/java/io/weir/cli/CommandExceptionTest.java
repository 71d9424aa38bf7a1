package io.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandExceptionTest {
    @TempDir
    private Path directory;

    private CommandException unreadable(Path file) {
        IOException failure = catchThrowableOfType(IOException.class, () -> Files.readString(file));
        return CommandException.unreadable("--check", file, failure);
    }

    @Test
    void anUnreadableFileIsNamedWithWhatIsWrongAboutIt() {
        Path missing = directory.resolve("proof.json");

        assertThat(unreadable(missing)).hasMessage("--check " + missing + ": there is no such file");
        assertThat(unreadable(directory)).hasMessage("--check " + directory + " is a directory: name a file");
        assertThat(CommandException.unreadable("--check", missing, new AccessDeniedException("proof.json")))
                .hasMessage("--check " + missing + ": this user may not read it");
        assertThat(CommandException.unreadable("--check", missing, new IOException("Input/output error")))
                .hasMessage("--check " + missing + " cannot be read: Input/output error")
                .satisfies(e -> assertThat(e.exitStatus()).isEqualTo(ExitStatus.USAGE));
    }
}
