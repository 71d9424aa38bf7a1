package io.weir.privacy.attestation;

import static io.weir.privacy.attestation.TeeVectors.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyPropertiesTest {
    @Test
    void whatIsNotNamedIsStrict() {
        AttestationPolicy policy = policy("tee=tdx");

        assertThat(policy.debugAllowed()).isFalse();
        assertThat(policy.migrationAllowed()).isFalse();
        assertThat(policy.revocationRequired()).isTrue();
        assertThat(policy.tcbRequired()).isTrue();
        assertThat(policy.tcbStatuses()).containsExactly(TcbStatus.UP_TO_DATE);
        assertThat(policy.septVeDisableRequired()).isTrue();
        assertThat(policy.vmplMax()).isZero();
        assertThat(policy.roots()).isEqualTo(Roots.VENDORS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "debug=yes",
                "debgu=allowed",
                "measurement=12ab",
                "report.data=00",
                "snp.vmpl.max=4",
                "snp.tcb.min=bootloader",
                "snp.tcb.min=loader:3",
                "intel.tcb.statuses=Revoked",
                "intel.tcb.statuses=Fine",
                "intel.tcb.statuses=UpToDate,",
                "roots=abc",
                "tee=tpm",
                "tee="
            })
    void aValueThatIsNotAllowedIsNamed(String line) {
        String key = line.substring(0, line.indexOf('='));

        assertThatThrownBy(() -> policy("tee=tdx", line))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining(key);
    }

    @Test
    void kindAndMeasurementHaveNoDefault() {
        Properties properties = new Properties();
        assertThatThrownBy(() -> PolicyProperties.read(properties)).hasMessageContaining("tee");
        properties.setProperty("tee", "tdx");
        assertThatThrownBy(() -> PolicyProperties.read(properties)).hasMessageContaining("measurement");
    }

    /** A refusal that nobody can look up is of no use. */
    @Test
    void everyReasonIsDocumented() throws IOException {
        Pattern row = Pattern.compile("\\| `([A-Z_]+)` \\|(?: [^|]*[^|\\s][^|]* \\|){2}");

        assertThat(Files.readAllLines(Path.of("../docs/how-to/verify-evidence.md")).stream()
                        .map(row::matcher)
                        .filter(matcher -> matcher.matches())
                        .map(matcher -> matcher.group(1)))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Reason.values()).map(Enum::name).toList());
    }
}
