package io.weir.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublisherConfigTest {
    @ParameterizedTest
    @CsvSource({
        "weir.models.retain.versions, 0",
        "weir.models.retain.versions, many",
        "weir.publisher.recovery.timeout.ms, 10",
        "weir.models.retain.version, 3",
        "weir.federation, No Such Name",
        "bootstrap.servers, ' '",
        "isolation.level, read_uncommitted",
        "producer.acks, 1",
        "consumer.group.id, mine",
        "transactional.id, mine",
    })
    void rejectsWhatIsNotAllowedAndNamesKeyAndValue(String key, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fixtures.config(Map.of(key, value)))
                .withMessageContaining(key.equals("weir.federation") ? value : key);
    }

    @Test
    void refusesToBeWithoutFederation() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublisherConfig.from(Map.of("bootstrap.servers", "localhost:9092")))
                .withMessageContaining("weir.federation");
    }

    @Test
    void passesOtherKeysToKafkaAndLetsPrefixesWin() {
        PublisherConfig config = Fixtures.config(Map.of(
                "security.protocol", "SSL",
                "client.id", "plain",
                "producer.client.id", "writer",
                "admin.client.id", "admin",
                "weir.aggregator.anything", "1"));

        assertThat(config.producerProperties())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("client.id", "writer")
                .doesNotContainKeys("admin.client.id", "producer.client.id", "weir.aggregator.anything");
        assertThat(config.consumerProperties())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("client.id", "plain")
                .containsEntry("schema.registry.url", "http://localhost:8081");
    }

    @Test
    void namesGroupAndTransactionsAfterTheFederation() {
        PublisherConfig config = Fixtures.config();

        assertThat(config.groupId()).isEqualTo("weir-test-publisher");
        assertThat(config.transactionalId()).isEqualTo("weir-test-publisher");
        assertThat(config.retainVersions()).isEqualTo(10);
    }
}
