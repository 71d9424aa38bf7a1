package io.weir.client;

import static io.weir.client.Fixtures.BANK_A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.client.ParticipantException.Category;
import io.weir.schemas.registry.CompatibilityLevel;
import io.weir.schemas.registry.InMemorySchemaRegistry;
import io.weir.schemas.registry.RegistryUnavailableException;
import io.weir.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starts that fail do so soon, and say what to do. */
@Timeout(30)
class ParticipantStartTest {
    private static Participant participant(String bootstrapServers, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                ParticipantConfig.FEDERATION, "fraud",
                ParticipantConfig.PARTICIPANT, "bank-a",
                ParticipantConfig.BOOTSTRAP_SERVERS, bootstrapServers,
                ParticipantConfig.SCHEMA_REGISTRY_URL, "http://localhost:1",
                ParticipantConfig.STARTUP_TIMEOUT_MS, "1500"));
        settings.putAll(more);
        return new Participant(
                ParticipantConfig.from(settings), BANK_A, task -> Fixtures.update(), ParticipantListener.NONE);
    }

    @Test
    void aBrokerThatIsNotThereIsAnErrorAfterABoundedTime() throws IOException {
        String nobody = closedPort();
        Instant start = Instant.now();

        assertThatThrownBy(() -> participant(nobody, Map.of()).run())
                .isInstanceOfSatisfying(ParticipantException.class, e -> assertThat(e.category())
                        .isEqualTo(Category.BROKER_UNREACHABLE))
                .hasMessageContaining("cannot reach Kafka at " + nobody + ": check --bootstrap-server");
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }

    private static String closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "localhost:" + socket.getLocalPort();
        }
    }

    @Test
    void anAddressThatIsNoneIsAnErrorAtOnce() {
        assertThatThrownBy(() -> participant("no port here", Map.of()).run())
                .isInstanceOfSatisfying(ParticipantException.class, e -> assertThat(e.category())
                        .isEqualTo(Category.BROKER_UNREACHABLE))
                .hasMessageContaining("cannot reach Kafka at no port here");
    }

    @Test
    void aSettingThatKafkaRefusesIsNamed() {
        assertThatThrownBy(() -> participant("localhost:9092", Map.of("fetch.min.bytes", "many"))
                        .run())
                .isInstanceOfSatisfying(ParticipantException.class, e -> assertThat(e.category())
                        .isEqualTo(Category.CONFIGURATION))
                .hasMessageContaining("fetch.min.bytes")
                .hasMessageContaining("many");
    }

    @Test
    void aRegistryThatIsDownIsAnErrorAtTheStart() {
        FlakyRegistry registry = new FlakyRegistry();
        Scenario scenario = new Scenario(new FakeKafka(registry).federation(1));
        registry.down = true;

        assertThatThrownBy(() -> scenario.runUntil("never"))
                .isInstanceOfSatisfying(ParticipantException.class, e -> assertThat(e.category())
                        .isEqualTo(Category.REGISTRY))
                .hasMessageContaining("the registry is down");
        assertThat(scenario.kafka.openClients()).isZero();
    }

    @Test
    void aRegistryThatGoesDownLaterIsWaitedForAndNoRecordIsLost() throws Exception {
        FlakyRegistry registry = new FlakyRegistry();
        FakeKafka kafka = new FakeKafka(registry).federation(1).topic(Fixtures.TOPICS.roundUpdates(1), 2);
        Scenario scenario = new Scenario(kafka);

        List<String> events = scenario.runUntil(event -> {
            if (event.equals("waiting: no round is open")) {
                kafka.model(0).round(1, Fixtures.round(1).build());
                registry.down = true;
            } else if (event.contains("the registry is down")) {
                registry.down = false;
            }
            return event.startsWith("published");
        });

        assertThat(events).contains("waiting: the registry is down", "model 0", "published 1 in 3");
    }

    /** Serves schemas by id only while it is not down. */
    private static final class FlakyRegistry implements SchemaRegistry {
        private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
        private volatile boolean down;

        @Override
        public int register(String subject, Schema schema) {
            return registry.register(subject, schema);
        }

        @Override
        public int lookup(String subject, Schema schema) {
            return registry.lookup(subject, schema);
        }

        @Override
        public Schema byId(int id) {
            if (down) {
                throw new RegistryUnavailableException("the registry is down", null);
            }
            return registry.byId(id);
        }

        @Override
        public void setCompatibility(String subject, CompatibilityLevel level) {
            registry.setCompatibility(subject, level);
        }
    }
}
