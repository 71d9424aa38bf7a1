package io.weir.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.weir.schemas.registry.InMemorySchemaRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Apicurio's serde, switched in by class name, exchanges records with ours. The server gives the answers of Apicurio's own API. */
class ApicurioSerdeTest {
    private static final String ARTIFACTS = "/apis/registry/v2/groups/default/artifacts";
    private static final String CONTENT = "/apis/registry/v2/ids/contentIds/";

    private final InMemorySchemaRegistry schemas = new InMemorySchemaRegistry();
    private HttpServer server;
    private Serde<SpecificRecord> apicurio;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(ARTIFACTS, this::register);
        server.createContext(CONTENT, this::content);
        server.start();
        String address =
                server.getAddress().getHostString() + ":" + server.getAddress().getPort();
        apicurio = WeirSerdes.serde(Map.of(
                "weir.value.serializer", AvroKafkaSerializer.class.getName(),
                "weir.value.deserializer", AvroKafkaDeserializer.class.getName(),
                "schema.registry.url", "http://" + address + "/apis/ccompat/v7"));
    }

    @AfterEach
    void stop() {
        apicurio.close();
        server.stop(0);
    }

    @ParameterizedTest
    @MethodSource("io.weir.schemas.serde.WeirSerdeTest#samples")
    void ourDeserializerReadsWhatItWrites(SpecificRecord record) {
        byte[] bytes = apicurio.serializer().serialize("topic", record);

        assertThat(new WeirDeserializer(schemas).deserialize("topic", bytes)).isEqualTo(record);
    }

    @ParameterizedTest
    @MethodSource("io.weir.schemas.serde.WeirSerdeTest#samples")
    void itReadsWhatOurSerializerWrites(SpecificRecord record) {
        byte[] bytes = new WeirSerializer(schemas).serialize("topic", record);

        assertThat(apicurio.deserializer().deserialize("topic", bytes)).isEqualTo(record);
    }

    private void register(HttpExchange exchange) throws IOException {
        String artifact = exchange.getRequestHeaders().getFirst("X-Registry-ArtifactId");
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Schema schema = new Schema.Parser().parse(text);
        int id = schemas.register(artifact, schema);
        answer(
                exchange,
                ("{\"contentId\":%d,\"globalId\":%d,\"id\":\"%s\",\"createdOn\":\"2026-01-01T00:00:00+0000\","
                                + "\"references\":[],\"state\":\"ENABLED\",\"type\":\"AVRO\",\"version\":\"1\"}")
                        .formatted(id, id + 1000, artifact));
    }

    private void content(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(CONTENT.length());
        if (path.endsWith("/references")) {
            answer(exchange, "[]");
        } else {
            answer(exchange, schemas.byId(Integer.parseInt(path)).toString());
        }
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
