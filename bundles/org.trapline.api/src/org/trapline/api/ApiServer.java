// SPDX-License-Identifier: EPL-2.0
package org.trapline.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.trapline.runtime.Session;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Answers requests over HTTP about a session's guests. Every request but the one for the description must bring a token, as
 * {@code Authorization: Bearer TOKEN}.
 */
public final class ApiServer implements AutoCloseable {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_IGNORED = 16 << 20;
    private static final int TOKEN_BYTES = 24;
    private static final String DESCRIPTION = "/openapi.json";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CloudConsole console;
    private final byte[] token;

    private ApiServer(Session session, InetSocketAddress address, String token) throws IOException {
        console = new CloudConsole(session);
        this.token = token.getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(address, 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
    }

    /**
     * Starts to answer.
     * @param where the address to listen at; port 0 takes a free one
     * @param token what requests have to bring; not empty
     * @throws IOException if the address is taken
     */
    public static ApiServer start(Session session, InetSocketAddress where, String token) throws IOException {
        if (token.isBlank()) {
            throw new IllegalArgumentException("a token of no letters keeps nobody out");
        }
        ApiServer api = new ApiServer(session, where, token);
        api.server.start();
        return api;
    }

    /** Makes a token that nobody guesses. */
    public static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Returns the address that requests go to. */
    public String url() {
        InetAddress address = server.getAddress().getAddress();
        String host = address.getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    // ---- requests ----

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonElement answer;
            int status = 200;
            try {
                answer = answer(exchange);
            } catch (ApiException e) {
                status = e.status();
                answer = error(e.getMessage());
            } catch (RuntimeException e) {
                status = 500;
                answer = error("a fault in Trapline itself; please report it: " + e.getClass().getSimpleName());
            }
            send(exchange, status, answer);
        }
    }

    private static JsonObject error(String message) {
        JsonObject error = new JsonObject();
        error.addProperty("error", message);
        return error;
    }

    private static void send(HttpExchange exchange, int status, JsonElement answer) throws IOException {
        byte[] bytes = (answer + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (status == 401) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        }
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, isHead ? -1 : bytes.length);
        if (!isHead) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private JsonElement answer(HttpExchange exchange) {
        String raw = exchange.getRequestURI().getRawPath();
        if (DESCRIPTION.equals(raw)) {
            if (!exchange.getRequestMethod().equals("GET")) {
                throw wrongMethod(exchange, "GET");
            }
            return OpenApi.describe();
        }
        authorize(exchange);
        List<String> parts = parts(raw);
        List<Operation> here = Stream.of(Operation.values()).filter(operation -> operation.match(parts).isPresent()).toList();
        if (here.isEmpty()) {
            throw ApiException.notFound("there is nothing at " + raw + "; " + DESCRIPTION + " says what there is");
        }
        Optional<Operation> wanted = here.stream().filter(operation -> operation.method().equals(exchange.getRequestMethod())).findFirst();
        if (wanted.isEmpty()) {
            throw wrongMethod(exchange, here.stream().map(Operation::method).distinct().collect(Collectors.joining(", ")));
        }
        Map<String, String> places = wanted.get().match(parts).orElseThrow();
        return wanted.get().run(console, new Call(places, query(exchange), body(exchange)));
    }

    private static ApiException wrongMethod(HttpExchange exchange, String allowed) {
        exchange.getResponseHeaders().set("Allow", allowed);
        return new ApiException(405, "expected " + allowed);
    }

    private void authorize(HttpExchange exchange) {
        List<String> given = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
        String prefix = "bearer ";
        boolean fits = given.size() == 1 && given.getFirst().toLowerCase(Locale.ROOT).startsWith(prefix)
            && MessageDigest.isEqual(token, given.getFirst().substring(prefix.length()).strip().getBytes(StandardCharsets.UTF_8));
        if (!fits) {
            throw new ApiException(401, "bring the token, as Authorization: Bearer TOKEN");
        }
    }

    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.substring(1).split("/", -1)) {
            try {
                // In a path, unlike in a form, a plus sign is one.
                parts.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw ApiException.badRequest("the path has a % that stands for nothing");
            }
        }
        return parts;
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new TreeMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String part : raw == null || raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
            int equals = part.indexOf('=');
            try {
                String name = URLDecoder.decode(equals < 0 ? part : part.substring(0, equals), StandardCharsets.UTF_8);
                if (query.put(name, equals < 0 ? "" : URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8)) != null) {
                    throw ApiException.badRequest("'?" + name + "' is said twice");
                }
            } catch (IllegalArgumentException e) {
                throw ApiException.badRequest("the query has a % that stands for nothing");
            }
        }
        return query;
    }

    private static JsonObject body(HttpExchange exchange) {
        byte[] bytes;
        try (InputStream in = exchange.getRequestBody()) {
            bytes = in.readNBytes(MOST_BYTES + 1);
            // Who is still sending would not read an answer; so much is listened to for politeness.
            in.skip(MOST_IGNORED);
        } catch (IOException e) {
            throw ApiException.badRequest("the body does not come as it was announced");
        }
        if (bytes.length > MOST_BYTES) {
            throw new ApiException(413, "the body has more than " + MOST_BYTES + " bytes");
        }
        if (bytes.length == 0) {
            return new JsonObject();
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            JsonReader reader = new JsonReader(new StringReader(text));
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = JsonParser.parseReader(reader);
            if (element.isJsonObject() && reader.peek() == JsonToken.END_DOCUMENT) {
                return element.getAsJsonObject();
            }
        } catch (IOException | JsonParseException e) {
            throw ApiException.badRequest("the body is not JSON");
        }
        throw ApiException.badRequest("the body is not a JSON object");
    }
}
