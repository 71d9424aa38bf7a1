package io.weir.privacy.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request goes through a stand-in of the kernel's directory; what only the kernel does is left to it. */
class TsmEvidenceTest {
    @TempDir
    Path directory;

    @Test
    void saysWhatIsMissingOutsideOfAGuest() {
        assertThatThrownBy(() -> new TsmEvidence(directory.resolve("none")).report(new byte[64]))
                .isInstanceOf(EvidenceException.class)
                .hasMessageContaining("does not exist")
                .hasMessageContaining("configfs");
    }

    @Test
    void bindsTheReportDataAndGivesWhatTheKernelGives() {
        byte[] data = new byte[64];
        Arrays.fill(data, (byte) 7);
        FakeKernel kernel = new FakeKernel("sev_guest", table());

        Evidence evidence = new TsmEvidence(directory, kernel).report(data);

        assertThat(kernel.inblob).isEqualTo(data);
        assertThat(evidence.tee()).isEqualTo(Tee.SEV_SNP);
        assertThat(evidence.bytes()).isEqualTo(FakeKernel.REPORT);
        assertThat(evidence.endorsements()).singleElement().satisfies(certificate -> {
            assertThat(certificate.name()).startsWith("VCEK");
            assertThat(certificate.content()).isEqualTo(new byte[] {1, 2, 3});
        });
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refusesAProviderThatItDoesNotKnow() {
        TsmEvidence provider = new TsmEvidence(directory, new FakeKernel("arm_cca_guest", new byte[0]));

        assertThatThrownBy(() -> provider.report(new byte[64]))
                .isInstanceOf(EvidenceException.class)
                .hasMessageContaining("arm_cca_guest");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refusesATableThatPointsBeyondItsEnd() {
        byte[] table = table();
        table[20] = 100;
        TsmEvidence provider = new TsmEvidence(directory, new FakeKernel("sev_guest", table));

        assertThatThrownBy(() -> provider.report(new byte[64]))
                .isInstanceOf(EvidenceException.class)
                .hasMessageContaining("beyond its end");
    }

    /** Makes an entry's files, and remembers at its end what was asked. */
    private static final class FakeKernel implements TsmEvidence.Entries {
        private static final byte[] REPORT = {9, 9, 9};

        private final String provider;
        private final byte[] auxblob;
        private byte[] inblob = {};

        private FakeKernel(String provider, byte[] auxblob) {
            this.provider = provider;
            this.auxblob = auxblob;
        }

        @Override
        public void make(Path entry) throws IOException {
            Files.createDirectory(entry);
            Files.write(entry.resolve("inblob"), new byte[0]);
            Files.write(entry.resolve("outblob"), REPORT);
            Files.write(entry.resolve("auxblob"), auxblob);
            Files.writeString(entry.resolve("provider"), provider + "\n");
            Files.writeString(entry.resolve("generation"), "1\n");
        }

        @Override
        public void remove(Path entry) throws IOException {
            inblob = Files.readAllBytes(entry.resolve("inblob"));
            for (String file : List.of("inblob", "outblob", "auxblob", "provider", "generation")) {
                Files.delete(entry.resolve(file));
            }
            Files.delete(entry);
        }
    }

    private static byte[] table() {
        return ByteBuffer.allocate(51)
                .putLong(0x63da758de6644564L)
                .putLong(0xadc5f4b93be8accdL)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(48)
                .putInt(3)
                .put(48, new byte[] {1, 2, 3})
                .array();
    }
}
