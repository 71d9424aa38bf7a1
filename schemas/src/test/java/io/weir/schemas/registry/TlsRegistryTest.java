package io.weir.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that speaks TLS and asks for the client's certificate. */
class TlsRegistryTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    private static HttpsServer server;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException, InterruptedException {
        keytool(
                "-genkeypair",
                "-alias",
                "localhost",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "localhost",
                "-file",
                folder.resolve("trust.pem").toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", keys.getCertificate("localhost"));
        TrustManagerFactory clients = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        clients.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), clients.getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
                ssl.setNeedClientAuth(true);
                parameters.setSSLParameters(ssl);
            }
        });
        server.createContext("/schemas/ids/1", exchange -> {
            byte[] body = "{\"schema\":\"\\\"long\\\"\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void trustedCertificatesAndOurOwnAreUsed() {
        Map<String, String> settings = settings();

        Schema schema = HttpSchemaRegistry.from(settings).byId(1);

        assertThat(schema.getType()).isEqualTo(Schema.Type.LONG);
    }

    @Test
    void anUntrustedRegistryIsNotRetriedAndTheAdviceNamesTheSetting() {
        Map<String, String> settings = settings();
        settings.remove("schema.registry.ssl.truststore.location");
        settings.put("schema.registry.retry.backoff.ms", "60000");

        assertThatThrownBy(() -> HttpSchemaRegistry.from(settings).byId(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("schema.registry.ssl.truststore.location");
    }

    @Test
    void aWrongStorePasswordIsNamedByItsKeyAndNotShown() {
        Map<String, String> settings = settings();
        settings.put("schema.registry.ssl.keystore.password", "falsch");

        assertThatThrownBy(() -> HttpSchemaRegistry.from(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.ssl.keystore.location")
                .hasMessageNotContaining("falsch");
    }

    private static Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "schema.registry.url",
                "https://localhost:" + server.getAddress().getPort(),
                "schema.registry.ssl.truststore.location",
                folder.resolve("trust.pem").toString(),
                "schema.registry.ssl.truststore.type",
                "PEM",
                "schema.registry.ssl.keystore.location",
                folder.resolve("keys.p12").toString(),
                "schema.registry.ssl.keystore.type",
                "PKCS12",
                "schema.registry.ssl.keystore.password",
                PASSWORD));
    }

    /** The JDK has no public way to make a certificate; its tool has. */
    private static void keytool(String... arguments) throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        String[] store = {
            "-keystore", folder.resolve("keys.p12").toString(), "-storetype", "PKCS12", "-storepass", PASSWORD
        };
        String[] command = new String[1 + arguments.length + store.length];
        command[0] = tool.toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        System.arraycopy(store, 0, command, 1 + arguments.length, store.length);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("keytool").isZero();
    }
}
