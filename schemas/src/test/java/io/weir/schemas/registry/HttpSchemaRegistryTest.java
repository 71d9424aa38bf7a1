package io.weir.schemas.registry;

import static io.weir.schemas.registry.FakeRegistry.SCHEMA_NOT_FOUND;
import static io.weir.schemas.registry.FakeRegistry.SUBJECT_NOT_FOUND;
import static io.weir.schemas.registry.FakeRegistry.html;
import static io.weir.schemas.registry.FakeRegistry.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.schemas.registry.RegistryException.Category;
import io.weir.wire.RoundTopicMarker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpSchemaRegistryTest {
    private static final Schema SCHEMA = RoundTopicMarker.getClassSchema();
    private static final String SUBJECT = SCHEMA.getFullName();
    private static final String LOOKUP = "POST /subjects/" + SUBJECT;
    private static final String REGISTER = "POST /subjects/" + SUBJECT + "/versions";
    private static final String CONFIGURE = "PUT /config/" + SUBJECT;

    private FakeRegistry fake;

    @BeforeEach
    void start() throws IOException {
        fake = new FakeRegistry();
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void aNewSubjectIsRegisteredAndRestrictedToFullTransitive() {
        fake.on(LOOKUP, json(404, SUBJECT_NOT_FOUND))
                .on(REGISTER, json(200, "{\"id\":7}"))
                .on(CONFIGURE, json(200, "{\"compatibility\":\"FULL_TRANSITIVE\"}"));

        int id = registry(Map.of()).register(SUBJECT, SCHEMA);

        assertThat(id).isEqualTo(7);
        assertThat(fake.requests()).containsExactly(LOOKUP, REGISTER, CONFIGURE);
        assertThat(new Schema.Parser()
                        .parse(fake.calls().get(1).body().get("schema").asText()))
                .isEqualTo(SCHEMA);
        assertThat(fake.calls().get(2).body().get("compatibility").asText()).isEqualTo("FULL_TRANSITIVE");
    }

    @Test
    void aNewVersionOfAnExistingSubjectLeavesItsLevelAlone() {
        fake.on(LOOKUP, json(404, SCHEMA_NOT_FOUND)).on(REGISTER, json(200, "{\"id\":8}"));

        int id = registry(Map.of()).register(SUBJECT, SCHEMA);

        assertThat(id).isEqualTo(8);
        assertThat(fake.requests()).containsExactly(LOOKUP, REGISTER);
    }

    @Test
    void aRegisteredSchemaIsAskedForOnce() {
        fake.on(LOOKUP, json(200, "{\"subject\":\"x\",\"version\":1,\"id\":3,\"schema\":\"\"}"));
        HttpSchemaRegistry registry = registry(Map.of());

        registry.register(SUBJECT, SCHEMA);
        int id = registry.register(SUBJECT, SCHEMA) + registry.lookup(SUBJECT, SCHEMA);

        assertThat(id).isEqualTo(6);
        assertThat(fake.requests()).containsExactly(LOOKUP);
    }

    @Test
    void aRegistryThatDoesNotLetUsSetTheLevelStillServes() {
        fake.on(LOOKUP, json(404, SUBJECT_NOT_FOUND))
                .on(REGISTER, json(200, "{\"id\":7}"))
                .on(CONFIGURE, json(403, "{\"error_code\":40301,\"message\":\"denied\"}"));

        assertThat(registry(Map.of()).register(SUBJECT, SCHEMA)).isEqualTo(7);
    }

    @Test
    void schemasAreFetchedOnceById() {
        fake.on("GET /schemas/ids/5", json(200, "{\"schema\":\"\\\"long\\\"\"}"));
        HttpSchemaRegistry registry = registry(Map.of());

        Schema first = registry.byId(5);
        Schema second = registry.byId(5);

        assertThat(first).isEqualTo(Schema.create(Schema.Type.LONG)).isSameAs(second);
        assertThat(fake.requests()).hasSize(1);
    }

    @Test
    void anIncompatibleSchemaIsNamedWithTheRegistrysWords() {
        String reason = "Schema being registered is incompatible with an earlier schema; READER_FIELD_MISSING";
        fake.on(LOOKUP, json(404, SCHEMA_NOT_FOUND))
                .on(REGISTER, json(409, "{\"error_code\":409,\"message\":\"" + reason + "\"}"));

        assertThatThrownBy(() -> registry(Map.of()).register(SUBJECT, SCHEMA))
                .hasMessageContaining(SUBJECT)
                .hasMessageContaining(reason)
                .asInstanceOf(InstanceOfAssertFactories.type(RegistryException.class))
                .extracting(RegistryException::category)
                .isEqualTo(Category.INCOMPATIBLE_SCHEMA);
    }

    @Test
    void anUnknownIdIsNotAskedForAgainAtOnce() {
        fake.on("GET /schemas/ids/99", json(404, SCHEMA_NOT_FOUND));
        HttpSchemaRegistry registry = registry(Map.of());

        for (int i = 0; i < 3; i++) {
            assertCategory(Category.UNKNOWN_ID, () -> registry.byId(99));
        }

        assertThat(fake.requests()).hasSize(1);
    }

    @Test
    void lookingUpWhatIsNotRegisteredSaysHowToAllowIt() {
        fake.on(LOOKUP, json(404, SUBJECT_NOT_FOUND));

        assertThatThrownBy(() -> registry(Map.of()).lookup(SUBJECT, SCHEMA))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("auto.register.schemas=true");
        assertThat(fake.requests()).containsExactly(LOOKUP);
    }

    @Test
    void aWebPageIsNotARegistry() {
        fake.on("GET /schemas/ids/1", html(200));

        assertThatThrownBy(() -> registry(Map.of()).byId(1))
                .hasMessageContaining("text/html")
                .hasMessageContaining("schema.registry.url")
                .hasMessageContaining("/apis/ccompat/v7");
        assertCategory(Category.NOT_A_REGISTRY, () -> registry(Map.of()).byId(1));
    }

    @Test
    void aServerWithoutTheApiIsNotARegistry() {
        fake.on("GET /schemas/ids/1", json(404, "{\"message\":\"no route\"}"));

        assertCategory(Category.NOT_A_REGISTRY, () -> registry(Map.of()).byId(1));
    }

    @Test
    void aRedirectIsNotFollowed() {
        fake.on("GET /schemas/ids/1", new FakeRegistry.Reply(302, "text/plain", "{}"));

        assertCategory(Category.NOT_A_REGISTRY, () -> registry(Map.of()).byId(1));
    }

    @Test
    void credentialsAreSentAndNeverShown() {
        fake.on("GET /schemas/ids/1", json(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}"));
        Map<String, String> login =
                Map.of("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "alice:geheim");
        HttpSchemaRegistry registry = registry(login);

        assertThatThrownBy(() -> registry.byId(1))
                .hasMessageContaining("basic.auth.user.info")
                .hasMessageNotContaining("geheim")
                .hasMessageNotContaining("alice");
        assertThat(fake.calls().get(0).authorization())
                .isEqualTo(
                        "Basic " + Base64.getEncoder().encodeToString("alice:geheim".getBytes(StandardCharsets.UTF_8)));
        assertCategory(Category.UNAUTHORISED, () -> registry.byId(1));
    }

    @Test
    void credentialsInTheUrlAreSentAndNeverShown() {
        fake.on("GET /schemas/ids/1", json(403, "{\"error_code\":403,\"message\":\"Forbidden\"}"));
        HttpSchemaRegistry registry =
                registry(Map.of("schema.registry.url", fake.url().replace("://", "://bob:geheim@")));

        assertThatThrownBy(() -> registry.byId(1))
                .hasMessageContaining(fake.url())
                .hasMessageNotContaining("geheim");
        assertThat(fake.calls().get(0).authorization()).startsWith("Basic ");
    }

    @Test
    void serverErrorsAreRetriedWithinTheLimit() {
        fake.on("GET /schemas/ids/1", json(500, "{}"), json(503, "{}"), json(200, "{\"schema\":\"\\\"int\\\"\"}"));

        Schema schema = registry(Map.of("schema.registry.max.retries", "2")).byId(1);

        assertThat(schema.getType()).isEqualTo(Schema.Type.INT);
        assertThat(fake.requests()).hasSize(3);
    }

    @Test
    void serverErrorsThatLastBecomeUnavailable() {
        fake.on("GET /schemas/ids/1", json(503, "{}"));

        assertThatThrownBy(() ->
                        registry(Map.of("schema.registry.max.retries", "1")).byId(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("HTTP status 503");
        assertThat(fake.requests()).hasSize(2);
    }

    @Test
    void anotherRegistryOfTheListTakesOver() throws IOException {
        fake.on("GET /schemas/ids/1", json(200, "{\"schema\":\"\\\"int\\\"\"}"));
        String urls = "http://127.0.0.1:" + unusedPort() + "," + fake.url();

        Schema schema = registry(Map.of("schema.registry.url", urls, "schema.registry.max.retries", "0"))
                .byId(1);

        assertThat(schema.getType()).isEqualTo(Schema.Type.INT);
    }

    @Test
    void aRegistryThatIsDownIsNamedWithAdvice() throws IOException {
        String url = "http://127.0.0.1:" + unusedPort();

        assertThatThrownBy(() -> registry(Map.of("schema.registry.url", url)).byId(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining(url)
                .hasMessageContaining("Check that it runs")
                .hasMessageContaining("--schema-registry");
    }

    @Test
    void endlessAnswersAreCutOff() {
        String endless = "{\"schema\":\"" + "x".repeat(5 << 20) + "\"}";
        fake.on("GET /schemas/ids/1", json(200, endless));

        assertThatThrownBy(() ->
                        registry(Map.of("schema.registry.max.retries", "0")).byId(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("more than 4194304 bytes");
    }

    @Test
    void anInvalidSchemaIsRefusedWithItsId() {
        fake.on("GET /schemas/ids/4", json(200, "{\"schema\":\"{\\\"type\\\":\\\"nonsense\\\"}\"}"));

        assertThatThrownBy(() -> registry(Map.of()).byId(4))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("schema 4")
                .hasMessageContaining("not a valid Avro schema");
    }

    @Test
    void schemasOfOtherFormatsAreRefused() {
        fake.on("GET /schemas/ids/4", json(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"message X {}\"}"));

        assertThatThrownBy(() -> registry(Map.of()).byId(4))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("PROTOBUF");
    }

    private HttpSchemaRegistry registry(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "schema.registry.url", fake.url(),
                "schema.registry.retry.backoff.ms", "1",
                "schema.registry.request.timeout.ms", "5000"));
        all.putAll(settings);
        return HttpSchemaRegistry.from(all);
    }

    private interface Action {
        void run();
    }

    private static void assertCategory(Category category, Action action) {
        assertThatThrownBy(action::run)
                .asInstanceOf(InstanceOfAssertFactories.type(RegistryException.class))
                .extracting(RegistryException::category)
                .isEqualTo(category);
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
