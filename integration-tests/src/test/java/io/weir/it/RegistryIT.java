package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.cli.cluster.EmbeddedRegistry;
import io.weir.cli.cluster.RegistryConfig;
import io.weir.schemas.registry.HttpSchemaRegistry;
import io.weir.schemas.registry.RegistryException;
import io.weir.schemas.registry.RegistryException.Category;
import io.weir.schemas.registry.RegistryUnavailableException;
import io.weir.wire.FederationSettings;
import io.weir.wire.UpdateChunk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our client against the real registry. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryIT {
    private static final int CLIENTS = 10;

    @TempDir
    private static Path directory;

    private EmbeddedRegistry registry;

    @BeforeAll
    void start() {
        registry = EmbeddedRegistry.start(RegistryConfig.defaults().withDataDir(directory));
    }

    @AfterAll
    void stop() {
        registry.close();
    }

    /** A new client knows nothing of what others have registered. */
    private HttpSchemaRegistry client() {
        return HttpSchemaRegistry.from(Map.of("schema.registry.url", registry.url()));
    }

    private static Schema record(String name, Schema field) {
        return SchemaBuilder.record("io.weir.it." + name)
                .fields()
                .name("value")
                .type(field)
                .noDefault()
                .endRecord();
    }

    @RepeatedTest(8)
    void whoeverRegistersFirstEverybodyGetsOneId(RepetitionInfo repetition) throws Exception {
        Schema schema = record("Concurrent" + repetition.getCurrentRepetition(), Schema.create(Schema.Type.STRING));
        CyclicBarrier together = new CyclicBarrier(CLIENTS);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        List<Future<Integer>> ids = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                HttpSchemaRegistry client = client();
                ids.add(threads.submit(() -> {
                    together.await();
                    return client.register(schema.getFullName(), schema);
                }));
            }

            int first = ids.get(0).get();
            for (Future<Integer> id : ids) {
                assertThat(id.get()).isEqualTo(first);
            }
            assertThat(client().byId(first)).isEqualTo(schema);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anIncompatibleSchemaIsRefusedWithWhatToDo() {
        Schema before = record("Changed", Schema.create(Schema.Type.STRING));
        client().register(before.getFullName(), before);
        Schema after = record("Changed", Schema.create(Schema.Type.LONG));

        assertThatThrownBy(() -> client().register(after.getFullName(), after))
                .isInstanceOfSatisfying(RegistryException.class, refused -> assertThat(refused.category())
                        .isEqualTo(Category.INCOMPATIBLE_SCHEMA))
                .hasMessageContainingAll(registry.url(), after.getFullName(), "Use the version of Weir");
    }

    @Test
    void idsSurviveARestartAndTheTimeBetweenIsAnError() {
        Schema settings = FederationSettings.getClassSchema();
        Schema chunk = UpdateChunk.getClassSchema();
        int settingsId = client().register(settings.getFullName(), settings);
        int chunkId = client().register(chunk.getFullName(), chunk);
        int port = registry.port();

        registry.close();
        Instant asked = Instant.now();
        assertThatThrownBy(() -> client().byId(chunkId))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContainingAll(String.valueOf(port), "schema.registry.url");
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(20));
        registry = EmbeddedRegistry.start(
                RegistryConfig.defaults().withDataDir(directory).withPort(port));

        assertThat(client().byId(chunkId)).isEqualTo(chunk);
        assertThat(client().register(settings.getFullName(), settings)).isEqualTo(settingsId);
        assertThat(client().register(chunk.getFullName(), chunk)).isEqualTo(chunkId);
    }
}
