package io.weir.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that gives Confluent's recorded answers, in the same words, to what it is told to expect. */
final class FakeRegistry implements AutoCloseable {
    static final String SUBJECT_NOT_FOUND = "{\"error_code\":40401,\"message\":\"Subject 'x' not found.\"}";
    static final String SCHEMA_NOT_FOUND = "{\"error_code\":40403,\"message\":\"Schema not found\"}";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final Map<String, List<Reply>> replies = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    record Reply(int status, String contentType, String body) {}

    record Call(String request, JsonNode body, String authorization) {}

    FakeRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort();
    }

    /** Answers to a request such as {@code GET /schemas/ids/1}, in this order, the last one again and again. */
    FakeRegistry on(String request, Reply... inOrder) {
        replies.put(request, new CopyOnWriteArrayList<>(inOrder));
        return this;
    }

    static Reply json(int status, String body) {
        return new Reply(status, "application/vnd.schemaregistry.v1+json", body);
    }

    static Reply html(int status) {
        return new Reply(status, "text/html", "<html><body>Welcome</body></html>");
    }

    List<String> requests() {
        return calls.stream().map(Call::request).toList();
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        byte[] body = exchange.getRequestBody().readAllBytes();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        calls.add(new Call(request, json.readTree(body), authorization == null ? "" : authorization));
        List<Reply> planned = replies.getOrDefault(request, List.of(html(404)));
        Reply reply = planned.size() > 1 ? planned.remove(0) : planned.get(0);
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
