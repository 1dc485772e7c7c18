// SPDX-License-Identifier: EPL-2.0
package org.trapline.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionOptions;
import org.trapline.runtime.load.PlanLoader;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** Whatever comes is answered as the description says, and the server lives on. */
@Timeout(120)
class ApiFuzzTest {
    private static final String TOKEN = "secret";
    private static final String AUTHORIZATION = "Authorization: Bearer " + TOKEN + "\r\n";
    private static final int PATIENCE_MS = 30_000;

    private final HttpClient client = HttpClient.newHttpClient();
    private Session session;
    private ApiServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("wait.s"), "_start: wfi\nj _start\n");
        Path file = Files.writeString(folder.resolve("cloud.tln"), """
            import "wait.s" as wait
            host one { memory 32 MiB  hypervisor v { domain web { memory 1 MiB  kernel wait } } }
            host two { memory 32 MiB  hypervisor v { domain db { memory 1 MiB  kernel wait } } }
            """);
        session = Session.create(PlanLoader.load(file).plan(), SessionOptions.unattended().withAwaitsInput(true).withTraceCapacity(0));
        session.start();
        session.lives().setHostsStayOn(true).join();
        server = ApiServer.start(session, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TOKEN);
    }

    @AfterEach
    void stop() {
        server.close();
        session.close();
    }

    private HttpResponse<String> ask(String method, String path, String body) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(server.url() + path)).header("Authorization", "Bearer " + TOKEN)
            .timeout(Duration.ofMillis(PATIENCE_MS)).method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body)).build(),
            HttpResponse.BodyHandlers.ofString());
    }

    private JsonObject description() throws IOException, InterruptedException {
        return JsonParser.parseString(ask("GET", "/openapi.json", null).body()).getAsJsonObject();
    }

    private void assertLives() throws Exception {
        assertEquals(200, ask("GET", "/v1/guests", null).statusCode(), "the server lives on");
    }

    // ---- what is described is what is answered ----

    /** A small part of JSON Schema: what the description uses. Returns what is wrong; null if nothing is. */
    private static String mismatch(JsonObject document, JsonObject schema, JsonElement value, String where) {
        if (schema.has("$ref")) {
            String name = schema.get("$ref").getAsString().replace("#/components/schemas/", "");
            return mismatch(document, document.getAsJsonObject("components").getAsJsonObject("schemas").getAsJsonObject(name), value, where);
        }
        String type = schema.get("type").getAsString();
        boolean fits = switch (type) {
            case "object" -> value.isJsonObject();
            case "array" -> value.isJsonArray();
            case "string" -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
            case "boolean" -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean();
            case "integer" -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber() && value.getAsBigDecimal().stripTrailingZeros().scale() <= 0;
            default -> throw new AssertionError("type " + type);
        };
        if (!fits) {
            return where + " is no " + type + ": " + value;
        }
        String wrong = null;
        if (type.equals("array")) {
            for (JsonElement each : value.getAsJsonArray()) {
                wrong = wrong != null ? wrong : mismatch(document, schema.getAsJsonObject("items"), each, where + "[]");
            }
        } else if (type.equals("object")) {
            JsonObject properties = schema.getAsJsonObject("properties");
            for (JsonElement name : schema.getAsJsonArray("required")) {
                wrong = wrong == null && !value.getAsJsonObject().has(name.getAsString()) ? where + " has no " + name : wrong;
            }
            for (Map.Entry<String, JsonElement> each : value.getAsJsonObject().entrySet()) {
                wrong = wrong != null ? wrong : !properties.has(each.getKey()) ? where + " has a " + each.getKey()
                    : mismatch(document, properties.getAsJsonObject(each.getKey()), each.getValue(), where + "." + each.getKey());
            }
        }
        return wrong;
    }

    private int check(JsonObject document, String path, String method, String asked, String body) throws Exception {
        HttpResponse<String> response = ask(method, asked, body);
        String what = method + " " + asked + " " + body + " -> " + response.statusCode() + " " + response.body();
        JsonObject responses = document.getAsJsonObject("paths").getAsJsonObject(path).getAsJsonObject(method.toLowerCase(Locale.ROOT)).getAsJsonObject("responses");
        assertTrue(responses.has(Integer.toString(response.statusCode())), what);
        assertEquals("application/json", response.headers().firstValue("Content-Type").orElse(""), what);
        JsonObject schema = responses.getAsJsonObject(Integer.toString(response.statusCode())).getAsJsonObject("content").getAsJsonObject("application/json")
            .getAsJsonObject("schema");
        assertNull(mismatch(document, schema, JsonParser.parseString(response.body()), "answer"), what);
        return response.statusCode();
    }

    @Test
    void everyOperationAnswersAsItIsDescribed() throws Exception {
        JsonObject document = description();
        String[][] calls = {{"GET", "/v1/session", null}, {"POST", "/v1/session/pause", null}, {"POST", "/v1/session/resume", null}, {"GET", "/v1/hosts", null},
            {"GET", "/v1/guests", null}, {"GET", "/v1/guests/{guest}", null}, {"POST", "/v1/guests/{guest}/pause", null},
            {"POST", "/v1/guests/{guest}/snapshots", "{\"name\":\"a\"}"}, {"POST", "/v1/guests/{guest}/snapshots", "{\"name\":\"b\"}"},
            {"GET", "/v1/guests/{guest}/snapshots", null}, {"GET", "/v1/guests/{guest}/snapshots/{snapshot}/diff/{other}", null},
            {"POST", "/v1/guests/{guest}/snapshots/{snapshot}/restore", null}, {"DELETE", "/v1/guests/{guest}/snapshots/{snapshot}", null},
            {"POST", "/v1/templates", "{\"name\":\"t\",\"guest\":\"one.web\"}"}, {"GET", "/v1/templates", null},
            {"POST", "/v1/templates", "{\"name\":\"u\",\"guest\":\"one.web\"}"}, {"DELETE", "/v1/templates/{template}", null},
            {"POST", "/v1/guests", "{\"name\":\"made\",\"host\":\"two\",\"template\":\"t\"}"},
            {"POST", "/v1/guests", "{\"name\":\"like\",\"host\":\"two\",\"like\":\"one.web\",\"vcpus\":2}"},
            {"POST", "/v1/guests/{guest}/clone", "{\"name\":\"copy\"}"}, {"POST", "/v1/guests/{guest}/resume", null},
            {"POST", "/v1/guests/{guest}/console", "{\"text\":\"x\"}"}, {"GET", "/v1/guests/{guest}/console", null},
            {"POST", "/v1/guests/{guest}/migrate", "{\"host\":\"two\"}"},
            {"POST", "/v1/guests/{guest}/migrate/settle", "{\"runs\":\"here\"}"}, {"POST", "/v1/guests/{guest}/suspend", null},
            {"POST", "/v1/guests/{guest}/resume", null}, {"POST", "/v1/guests/{guest}/reset", null}, {"POST", "/v1/guests/{guest}/stop", null},
            {"PATCH", "/v1/guests/{guest}", "{\"vcpus\":2}"}, {"POST", "/v1/guests/{guest}/start", null}, {"POST", "/v1/guests/{guest}/stop", null},
            {"DELETE", "/v1/guests/{guest}", null}};
        List<String> seen = new ArrayList<>();
        for (String[] call : calls) {
            String path = call[1].replace("{guest}", "one.web").replace("{snapshot}", "a").replace("{other}", "b").replace("{template}", "u");
            assertEquals(call[1].endsWith("settle") ? 409 : 200, check(document, call[1], call[0], path, call[2]), call[0] + " " + path);
            seen.add(call[0] + " " + call[1]);
        }
        for (Operation operation : Operation.values()) {
            assertTrue(seen.contains(operation.method() + " " + operation.path()), "nothing is asked of " + operation);
        }
    }

    private static JsonElement value(Random random, String type) {
        return JsonParser.parseString(switch (random.nextInt(12)) {
            case 0 -> "null";
            case 1 -> "[]";
            case 2 -> "{\"a\":1}";
            case 3 -> "true";
            case 4 -> "1e400";
            case 5 -> "-1";
            case 6 -> "\"\\u0000\"";
            case 7 -> "9223372036854775807";
            case 8 -> "\"" + "n".repeat(200) + "\"";
            default -> type.equals("integer") ? Integer.toString(random.nextInt(5) * 4096) : "\"" + List.of("one", "two", "one.web", "t", "a/b", "x").get(random.nextInt(6)) + "\"";
        });
    }

    @Test
    void requestsMadeFromTheDescriptionAreAnsweredAsItSays() throws Exception {
        JsonObject document = description();
        Random random = new Random(4);
        int done = 0;
        for (int i = 0; i < 1500; i++) {
            List<Map.Entry<String, JsonElement>> paths = List.copyOf(document.getAsJsonObject("paths").entrySet());
            Map.Entry<String, JsonElement> path = paths.get(random.nextInt(paths.size()));
            List<Map.Entry<String, JsonElement>> methods = List.copyOf(path.getValue().getAsJsonObject().entrySet());
            Map.Entry<String, JsonElement> method = methods.get(random.nextInt(methods.size()));
            JsonObject operation = method.getValue().getAsJsonObject();
            String body = null;
            if (operation.has("requestBody")) {
                JsonObject made = new JsonObject();
                JsonObject schema = operation.getAsJsonObject("requestBody").getAsJsonObject("content").getAsJsonObject("application/json").getAsJsonObject("schema");
                for (Map.Entry<String, JsonElement> each : schema.getAsJsonObject("properties").entrySet()) {
                    if (random.nextInt(4) > 0) {
                        made.add(each.getKey(), value(random, each.getValue().getAsJsonObject().get("type").getAsString()));
                    }
                }
                body = made.toString();
            }
            String asked = path.getKey().replace("{guest}", random.nextInt(3) > 0 ? "one.web" : "x").replaceAll("\\{\\w+}", random.nextBoolean() ? "one" : "%2e%2e");
            done += check(document, path.getKey(), method.getKey().toUpperCase(Locale.ROOT), asked, body) == 200 ? 1 : 0;
        }
        assertTrue(done > 300, "only " + done + " requests made sense");
        assertLives();
    }

    // ---- what is hardly a request ----

    /** Sends bytes, says that no more come, and returns all that comes back. */
    private String raw(String bytes) throws IOException {
        URI uri = URI.create(server.url());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer to " + bytes.substring(0, Math.min(60, bytes.length())), e);
        } catch (SocketException e) {
            // Hung up on while it was still sending.
            return "";
        }
    }

    @Test
    void whatIsNoHttpIsRefusedOrHungUpOn() throws Exception {
        for (String nonsense : List.of("", "\r\n\r\n", "GARBAGE\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\0\1\2\3", "\u0016\u0003\u0001\u0002\u0000\u0001",
            "GET /v1/guests HTTP/1.1\r\nHost", "G".repeat(100_000), "GET /" + "x".repeat(500_000) + " HTTP/1.1\r\n\r\n",
            "GET /v1/guests HTTP/1.1\r\n" + "A: b\r\n".repeat(20_000) + "\r\n", "GET /v1/guests HTTP/1.1\r\nContent-Length: -5\r\n" + AUTHORIZATION + "\r\n",
            "GET /v1/guests HTTP/1.1\r\nContent-Length: x\r\n" + AUTHORIZATION + "\r\n", "GET http://[ HTTP/1.1\r\n\r\n", "GET /% HTTP/1.1\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) {
            String answer = raw(nonsense);
            assertTrue(answer.isEmpty() || answer.matches("(?s)HTTP/1\\.1 (4\\d\\d|501|505) .*"), () -> nonsense.substring(0, Math.min(60, nonsense.length())) + ": " + answer);
            assertFalse(answer.contains("\tat "), answer);
        }
        assertLives();
    }

    @Test
    void bodiesThatDoNotComeAsAnnouncedAreRefused() throws Exception {
        String post = "POST /v1/guests HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + AUTHORIZATION;
        for (String body : List.of("Content-Length: 100\r\n\r\n{\"name\"", "Content-Length: 99999999999999999999\r\n\r\n{}", "Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n5\r\n{}", "Transfer-Encoding: chunked\r\n\r\n-1\r\n", "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
            "Content-Length: 9\r\n\r\n" + "[".repeat(9), "Content-Length: 200000\r\n\r\n" + "[".repeat(200_000), "Content-Length: 60000\r\n\r\n" + "{\"a\":".repeat(12_000),
            "Content-Length: 4\r\n\r\n\u00ff\u00fe\u00fd\u00fc")) {
            String answer = raw(post + body);
            assertTrue(answer.isEmpty() || answer.matches("(?s)HTTP/1\\.1 4\\d\\d .*"), () -> body.substring(0, Math.min(60, body.length())) + ": " + answer);
            assertFalse(answer.contains("\tat "), answer);
        }
        assertLives();
        assertEquals(2, JsonParser.parseString(ask("GET", "/v1/guests", null).body()).getAsJsonArray().size());
    }

    @Test
    void pathsThatPlayTricksLeadNowhere() throws Exception {
        for (String path : List.of("/v1/guests/../session", "//v1/guests", "/v1//guests", "/v1/guests/", "/v1/guests/%2e%2e/session", "/v1/guests/%2e%2e%2fsession",
            "/v1/guests/one.web%2fstart", "/v1/guests/%00", "/v1/guests/one.web%00", "/V1/guests", "/v1/guests;x", "/../../etc/passwd", "/openapi.json/", "/openapi%2ejson",
            "/v1/guests/one.web/snapshots/..%2f..", "/v1/guests/" + "x".repeat(5_000), "/v1/guests/%F0%9F%92%A9", "/v1/guests/%ff")) {
            String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + AUTHORIZATION + "\r\n");
            // A name may be anything, so that some lead to where there is another method.
            assertTrue(answer.matches("(?s)HTTP/1\\.1 40[45] .*"), () -> path + ": " + answer);
            assertTrue(answer.contains("Content-type: application/json") && answer.contains("{\"error\":"), answer);
        }
        assertLives();
    }

    @Test
    void everyMethodThatIsNotThereIsRefusedAndNothingIsSaidWithoutTheToken() throws Exception {
        for (String method : List.of("HEAD", "OPTIONS", "TRACE", "CONNECT", "BREW", "get")) {
            String answer = raw(method + " /v1/guests HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + AUTHORIZATION + "\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 405 ") && answer.contains("Allow: GET, POST"), () -> method + ": " + answer);
        }
        for (String token : List.of("", "Authorization: Bearer " + TOKEN + "x\r\n", "Authorization: Bearer secre\r\n", AUTHORIZATION + AUTHORIZATION, "Authorization: \r\n",
            "Authorization: Bearer \u00e9\r\n", "Authorization: Bearer" + TOKEN + "\r\n", "Authorization: " + "B".repeat(100_000) + "\r\n")) {
            String answer = raw("DELETE /v1/guests/one.web HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + token + "\r\n");
            assertTrue(answer.matches("(?s)HTTP/1\\.1 (401|400|431) .*"), () -> token + ": " + answer);
            assertFalse(answer.contains("one.web"), answer);
        }
        assertLives();
    }

    // ---- all at once ----

    private Callable<Integer> visitor(int number) {
        return () -> {
            Random random = new Random(number);
            String[] names = {"one.web", "two.db", "a", "b"};
            int done = 0;
            for (int i = 0; i < 60; i++) {
                String name = names[random.nextInt(names.length)];
                String other = names[2 + random.nextInt(2)];
                String host = random.nextBoolean() ? "one" : "two";
                HttpResponse<String> response = switch (random.nextInt(14)) {
                    case 0 -> ask("POST", "/v1/guests", "{\"name\":\"" + other + "\",\"host\":\"" + host + "\",\"like\":\"one.web\"}");
                    case 1 -> ask("DELETE", "/v1/guests/" + other, null);
                    case 2 -> ask("POST", "/v1/guests/" + name + "/migrate", "{\"host\":\"" + host + "\",\"otherwise\":\"" + (random.nextBoolean() ? "post_copy" : "cancel") + "\"}");
                    case 3 -> ask("POST", "/v1/guests/" + name + "/clone", "{\"name\":\"" + other + "\"}");
                    case 4 -> ask("POST", "/v1/guests/" + name + "/snapshots", "{\"name\":\"s" + random.nextInt(3) + "\"}");
                    case 5 -> ask("POST", "/v1/guests/" + name + "/snapshots/s" + random.nextInt(3) + "/restore", null);
                    case 6 -> ask("PATCH", "/v1/guests/" + name, "{\"memory\":" + (1 + random.nextInt(3) << 20) + "}");
                    case 7 -> ask("POST", "/v1/guests/" + name + "/suspend", null);
                    case 8 -> ask("GET", "/v1/guests", null);
                    default -> ask("POST", "/v1/guests/" + name + "/" + List.of("start", "start", "resume", "resume", "stop", "pause", "reset").get(random.nextInt(7)), null);
                };
                assertTrue(List.of(200, 404, 409).contains(response.statusCode()), response.statusCode() + " " + response.body());
                done += response.statusCode() == 200 ? 1 : 0;
            }
            return done;
        };
    }

    @Test
    void visitorsWhoGetInEachOthersWayAreAllAnsweredAndNothingIsLeft() throws Exception {
        int done = 0;
        ExecutorService visitors = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(visitors.submit(visitor(i)));
            }
            for (Future<Integer> each : all) {
                done += each.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            }
        } finally {
            visitors.shutdownNow();
        }
        assertTrue(done > 30, "only " + done + " things could be done");
        JsonArray guests = JsonParser.parseString(ask("GET", "/v1/guests", null).body()).getAsJsonArray();
        String last = "";
        for (JsonElement each : guests) {
            String path = "/v1/guests/" + each.getAsJsonObject().get("name").getAsString();
            String state = each.getAsJsonObject().get("state").getAsString();
            if (state.equals("suspended")) {
                HttpResponse<String> awake = ask("POST", path + "/resume", null);
                assertEquals(200, awake.statusCode(), awake.body());
                state = "running";
            }
            if (state.equals("running") || state.equals("paused")) {
                HttpResponse<String> stopped = ask("POST", path + "/stop", null);
                assertEquals(200, stopped.statusCode(), stopped.body());
            }
            if (last.isEmpty()) {
                last = each.getAsJsonObject().get("name").getAsString();
                HttpResponse<String> small = ask("PATCH", path, "{\"memory\":1048576,\"vcpus\":1}");
                assertEquals(200, small.statusCode(), small.body());
            } else {
                assertEquals(200, ask("DELETE", path, null).statusCode(), path + " " + state);
            }
        }
        for (String host : List.of("one", "two")) {
            HttpResponse<String> large = ask("POST", "/v1/guests", "{\"name\":\"large " + host + "\",\"host\":\"" + host + "\",\"like\":\"" + last + "\",\"memory\":23068672}");
            assertEquals(200, large.statusCode(), "what guests had is given back: " + large.body());
        }
    }
}
