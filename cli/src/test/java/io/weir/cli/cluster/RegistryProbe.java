package io.weir.cli.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What a test asks of a registry, over Confluent's REST API. */
final class RegistryProbe {
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    RegistryProbe(String url) {
        this.url = url;
    }

    HttpResponse<String> register(String subject, String avroSchema) throws IOException, InterruptedException {
        String body = "{\"schema\":\"" + avroSchema.replace("\"", "\\\"") + "\"}";
        return send(request("/subjects/" + subject + "/versions").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> setCompatibility(String subject, String level) throws IOException, InterruptedException {
        String body = "{\"compatibility\":\"" + level + "\"}";
        return send(request("/config/" + subject).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> schemaById(int id) throws IOException, InterruptedException {
        return send(request("/schemas/ids/" + id).GET());
    }

    HttpResponse<String> compatibility(String subject) throws IOException, InterruptedException {
        return send(request("/config/" + subject).GET());
    }

    static int idOf(HttpResponse<String> registered) {
        return Integer.parseInt(registered.body().replaceAll("\\D+", ""));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("Content-Type", MEDIA_TYPE);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
