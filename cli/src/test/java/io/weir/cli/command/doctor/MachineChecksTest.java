package io.weir.cli.command.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.command.doctor.Finding.Status;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineChecksTest {
    @ParameterizedTest
    @CsvSource({"17, OK", "25, OK", "11, FAIL"})
    void javaBelow17Fails(int feature, Status status) {
        assertThat(MachineChecks.java(feature, feature + ".0.1").status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"8000, 1500, OK", "8000, 256, WARN", "2500, 1500, WARN", "1000, 700, FAIL"})
    void littleMemoryIsSaid(long physicalMb, long heapMb, Status status) {
        Finding finding = MachineChecks.memory(physicalMb * 1_000_000, heapMb * 1_000_000);

        assertThat(finding.status()).isEqualTo(status);
        assertThat(finding.advice().isEmpty()).isEqualTo(status == Status.OK);
    }

    @Test
    void missingTemporaryDirectoryFailsWithAdvice(@TempDir Path directory) {
        Finding finding = MachineChecks.temporary(directory.resolve("gone"));

        assertThat(finding.status()).isEqualTo(Status.FAIL);
        assertThat(finding.advice()).contains("java.io.tmpdir");
    }

    @ParameterizedTest
    @CsvSource({"true, false, OK", "false, true, OK", "false, false, WARN"})
    void takenPortMattersUnlessItIsOurs(boolean free, boolean expected, Status status) {
        Finding finding = MachineChecks.port("broker", 9092, expected, "--port", port -> free);

        assertThat(finding.status()).isEqualTo(status);
    }

    @Test
    void listeningSocketTakesItsPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(MachineChecks.isFree(taken.getLocalPort())).isFalse();
        }
    }
}
