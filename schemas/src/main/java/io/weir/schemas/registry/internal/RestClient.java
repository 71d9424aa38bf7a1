package io.weir.schemas.registry.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.schemas.registry.RegistryConfig;
import io.weir.schemas.registry.RegistryConfig.Endpoint;
import io.weir.schemas.registry.RegistryException;
import io.weir.schemas.registry.RegistryException.Category;
import io.weir.schemas.registry.RegistryUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.errors.InterruptException;

/** Sends a request to the first endpoint that serves it. Connection errors and 5xx answers are retried, within limits. */
public final class RestClient {
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int BACKOFF_MAX_MS = 5_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegistryConfig config;
    private final HttpClient http;
    /** The endpoint that answered last is asked first. */
    private volatile int preferred;

    public RestClient(RegistryConfig config) {
        this.config = config;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofMillis(config.requestTimeoutMs()));
        TlsContexts.of(config).ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    /** An answer below 500 from something that speaks JSON. */
    public record Answer(URI endpoint, int status, JsonNode json) {
        /** The registry's own error code, for example 40403, or the HTTP status where it gives none. */
        public int errorCode() {
            return json.path("error_code").asInt(status);
        }

        public String message() {
            return json.path("message").asText("no message");
        }
    }

    public Answer get(String path) {
        return send("GET", path, "");
    }

    public Answer send(String method, String path, JsonNode body) {
        return send(method, path, body.toString());
    }

    private Answer send(String method, String path, String body) {
        IOException last = new IOException("not tried");
        for (int attempt = 0; attempt <= config.maxRetries(); attempt++) {
            if (attempt > 0) {
                backOff(attempt);
            }
            int first = preferred;
            int count = config.endpoints().size();
            for (int i = 0; i < count; i++) {
                int index = (first + i) % count;
                try {
                    Answer answer = exchange(config.endpoints().get(index), method, path, body);
                    preferred = index;
                    return answer;
                } catch (IOException e) {
                    last = e;
                }
            }
            if (last instanceof SSLException) {
                break;
            }
        }
        throw unavailable(last);
    }

    private Answer exchange(Endpoint endpoint, String method, String path, String body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint.url() + path))
                .timeout(Duration.ofMillis(config.requestTimeoutMs()))
                .header("Accept", MEDIA_TYPE + ", application/json")
                .header("Content-Type", MEDIA_TYPE)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        endpoint.userInfo()
                .ifPresent(info -> request.header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(info.value().getBytes(StandardCharsets.UTF_8))));
        HttpResponse<byte[]> response = await(http.sendAsync(request.build(), LimitedBody.handler()));
        int status = response.statusCode();
        if (status >= 500 || status == 429 || status == 408) {
            throw new IOException("HTTP status " + status + " from " + endpoint.url());
        }
        if (status == 401 || status == 403) {
            throw new RegistryException(Category.UNAUTHORISED, unauthorised(endpoint, status));
        }
        return new Answer(endpoint.url(), status, parse(endpoint, response));
    }

    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> future) throws IOException {
        try {
            return future.get(config.requestTimeoutMs(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw new IOException("no complete answer within " + config.requestTimeoutMs() + " ms", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            future.cancel(true);
            throw new InterruptException(e);
        }
    }

    private static JsonNode parse(Endpoint endpoint, HttpResponse<byte[]> response) {
        try {
            JsonNode json = JSON.readTree(response.body());
            if (response.statusCode() / 100 != 3 && json != null && json.isContainerNode()) {
                return json;
            }
        } catch (IOException e) {
            throw notARegistry(endpoint, response, e);
        }
        throw notARegistry(endpoint, response, null);
    }

    private static RegistryException notARegistry(Endpoint endpoint, HttpResponse<byte[]> response, IOException cause) {
        String type = response.headers().firstValue("Content-Type").orElse("no content type");
        return new RegistryException(
                Category.NOT_A_REGISTRY,
                "what answers at " + endpoint.url() + " is not a schema registry (HTTP status " + response.statusCode()
                        + ", " + type + "). Check " + RegistryConfig.URL
                        + "; Apicurio's address ends in /apis/ccompat/v7",
                cause);
    }

    private static String unauthorised(Endpoint endpoint, int status) {
        String sent = endpoint.userInfo().isPresent() ? "with the credentials given" : "without credentials";
        return "the schema registry at " + endpoint.url() + " refused the request " + sent + " (HTTP status " + status
                + "). Check " + RegistryConfig.USER_INFO + " and the rights of that user";
    }

    private RegistryUnavailableException unavailable(IOException cause) {
        String urls = config.endpoints().stream()
                .map(endpoint -> endpoint.url().toString())
                .collect(Collectors.joining(", "));
        String hint = cause instanceof SSLException
                ? "Check " + RegistryConfig.TRUST_STORE + "location and the registry's certificate"
                : "Check that it runs and that --schema-registry (" + RegistryConfig.URL + ") is its address";
        return new RegistryUnavailableException(
                "the schema registry cannot be reached at " + urls + " after " + (config.maxRetries() + 1)
                        + " attempts (" + describe(cause) + "). " + hint,
                cause);
    }

    private static String describe(IOException cause) {
        String name = cause.getClass().getSimpleName();
        return cause.getMessage() == null ? name : name + ": " + cause.getMessage();
    }

    private void backOff(int attempt) {
        long waitMs = Math.min((long) config.retryBackoffMs() << Math.min(attempt - 1, 20), BACKOFF_MAX_MS);
        try {
            TimeUnit.MILLISECONDS.sleep(waitMs);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** For logs and tests; without credentials. */
    public List<URI> endpoints() {
        return config.endpoints().stream().map(Endpoint::url).toList();
    }
}
