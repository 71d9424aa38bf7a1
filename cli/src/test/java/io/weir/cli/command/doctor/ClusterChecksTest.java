package io.weir.cli.command.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.cli.command.doctor.Finding.Status;
import io.weir.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterChecksTest {
    private static final Topics TOPICS = new Topics("cards");

    /** A healthy cluster, whose fields a test makes ill. */
    private static final class FakeFacts implements ClusterFacts {
        private boolean down;
        private Optional<Short> level = Optional.of((short) 30);
        private Set<String> hidden = Set.of();
        private boolean empty;
        private Set<String> allowed = Set.of("READ", "DESCRIBE");

        @Override
        public int brokers() {
            if (down) {
                throw new IllegalStateException("nobody there");
            }
            return 3;
        }

        @Override
        public Optional<Short> metadataVersion() {
            return level;
        }

        @Override
        public List<String> missing(List<String> topics) {
            return empty ? topics : topics.stream().filter(hidden::contains).toList();
        }

        @Override
        public Set<String> allowed(String topic) {
            return allowed;
        }
    }

    private final FakeFacts facts = new FakeFacts();

    private List<Finding> run(boolean named) {
        return new ClusterChecks("kafka:9092", named, TOPICS).run(facts);
    }

    private static Finding of(List<Finding> findings, String check) {
        return new ArrayList<>(findings)
                .stream().filter(f -> f.check().equals(check)).findFirst().orElseThrow();
    }

    @Test
    void healthyClusterIsOk() {
        List<Finding> findings = run(true);

        assertThat(findings).extracting(Finding::status).containsOnly(Status.OK);
        assertThat(findings)
                .extracting(Finding::check)
                .containsExactly("broker", "broker version", "federation", "permissions");
    }

    @ParameterizedTest
    @CsvSource({"true, FAIL", "false, WARN"})
    void missingBrokerFailsOnlyIfItWasNamedAndLeavesTheRestOut(boolean named, Status status) {
        facts.down = true;

        List<Finding> findings = run(named);

        assertThat(findings).extracting(Finding::status).containsExactly(status);
        assertThat(findings.get(0).advice()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"21, FAIL", "25, OK", "30, OK"})
    void brokerBefore40Fails(short level, Status status) {
        facts.level = Optional.of(level);

        assertThat(of(run(true), "broker version").status()).isEqualTo(status);
    }

    @Test
    void brokerThatHidesItsVersionIsAWarning() {
        facts.level = Optional.empty();

        assertThat(of(run(true), "broker version").status()).isEqualTo(Status.WARN);
    }

    @Test
    void federationThatDoesNotExistYetIsAWarning() {
        facts.empty = true;

        Finding finding = of(run(true), "federation");

        assertThat(finding.status()).isEqualTo(Status.WARN);
        assertThat(finding.advice()).contains("weir federation create");
    }

    @Test
    void federationThatLacksATopicFailsNamingIt() {
        facts.hidden = Set.of(TOPICS.ledger());

        Finding finding = of(run(true), "federation");

        assertThat(finding.status()).isEqualTo(Status.FAIL);
        assertThat(finding.detail()).contains(TOPICS.ledger());
    }

    @Test
    void controlTopicThatMayNotBeReadFails() {
        facts.allowed = Set.of("DESCRIBE");

        assertThat(of(run(true), "permissions").status()).isEqualTo(Status.FAIL);
    }

    @ParameterizedTest
    @CsvSource({"true, FAIL", "false, WARN"})
    void missingRegistryFailsOnlyIfItWasNamed(boolean named, Status status) {
        Finding finding = RegistryCheck.run("http://registry", named, () -> {
            throw new IllegalStateException("refused");
        });

        assertThat(finding.status()).isEqualTo(status);
    }
}
