// SPDX-License-Identifier: EPL-2.0
package org.trapline.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionOptions;
import org.trapline.runtime.load.PlanLoader;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** Requests as programs send them, to a session that really runs. */
@Timeout(120)
class ApiServerTest {
    private static final String TOKEN = "secret";
    private static final String WEB = "one.web";

    private final HttpClient client = HttpClient.newHttpClient();
    private Session session;
    private ApiServer server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        // Echoes what is typed, for ever.
        Files.writeString(folder.resolve("echo.s"), """
            _start: li s1, 0x10000000
            li t0, 'A'
            sb t0, 0(s1)
            1: lbu t0, 5(s1)
            andi t0, t0, 1
            beqz t0, 1b
            lbu t0, 0(s1)
            sb t0, 0(s1)
            j 1b
            """);
        Path file = Files.writeString(folder.resolve("cloud.tln"), """
            import "echo.s" as echo
            host one { memory 64 MiB  hypervisor v { domain web { memory 2 MiB  kernel echo } } }
            host two { memory 64 MiB  hypervisor v { domain db { memory 2 MiB  kernel echo } } }
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

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(server.url() + path)).header("Authorization", "Bearer " + TOKEN)
            .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
    }

    private JsonElement ask(int status, String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = send(request(method, path, body));
        assertEquals(status, response.statusCode(), method + " " + path + ": " + response.body());
        return JsonParser.parseString(response.body());
    }

    private JsonObject guest(int status, String method, String path, String body) throws IOException, InterruptedException {
        return ask(status, method, "/v1/guests/" + path, body).getAsJsonObject();
    }

    private String refusal(int status, String method, String path, String body) throws IOException, InterruptedException {
        return ask(status, method, path, body).getAsJsonObject().get("error").getAsString();
    }

    @Test
    void guestsAreListed() throws Exception {
        JsonElement guests = ask(200, "GET", "/v1/guests", null);
        assertEquals(2, guests.getAsJsonArray().size());
        JsonObject web = guest(200, "GET", WEB, null);
        assertEquals("one", web.get("host").getAsString());
        assertEquals("running", web.get("state").getAsString());
        assertEquals(2, ask(200, "GET", "/v1/hosts", null).getAsJsonArray().size());
    }

    @Test
    void aGuestIsPausedStoppedResizedStartedAndDeleted() throws Exception {
        assertEquals("paused", guest(200, "POST", WEB + "/pause", null).get("state").getAsString());
        assertEquals("running", guest(200, "POST", WEB + "/resume", null).get("state").getAsString());
        assertTrue(refusal(409, "POST", "/v1/guests/" + WEB + "/start", null).contains("running"));
        assertTrue(refusal(409, "DELETE", "/v1/guests/" + WEB, null).contains("running"));
        assertEquals("off", guest(200, "POST", WEB + "/stop", null).get("state").getAsString());
        guest(200, "PATCH", WEB, "{\"memory\":4194304}");
        assertEquals("running", guest(200, "POST", WEB + "/start", null).get("state").getAsString());
        assertEquals("suspended", guest(200, "POST", WEB + "/suspend", null).get("state").getAsString());
        assertEquals("running", guest(200, "POST", WEB + "/resume", null).get("state").getAsString());
        guest(200, "POST", WEB + "/stop", null);
        guest(200, "DELETE", WEB, null);
        assertTrue(refusal(404, "GET", "/v1/guests/" + WEB, null).contains("there are two.db"));
        assertEquals(1, ask(200, "GET", "/v1/guests", null).getAsJsonArray().size());
    }

    @Test
    void guestsAreMadeOfTemplatesAndOfOthers() throws Exception {
        ask(200, "POST", "/v1/templates", "{\"name\":\"golden\",\"guest\":\"" + WEB + "\"}");
        assertEquals("[\"golden\"]", ask(200, "GET", "/v1/templates", null).toString());
        JsonObject instance = ask(200, "POST", "/v1/guests", "{\"name\":\"a b\",\"host\":\"two\",\"template\":\"golden\"}").getAsJsonObject();
        assertEquals("two", instance.get("host").getAsString());
        assertEquals("running", guest(200, "GET", "a%20b", null).get("state").getAsString());
        JsonObject like = ask(200, "POST", "/v1/guests", "{\"name\":\"fresh\",\"host\":\"one\",\"like\":\"" + WEB + "\",\"vcpus\":2}").getAsJsonObject();
        assertEquals("defined", like.get("state").getAsString());
        assertEquals(2, like.get("vcpus").getAsInt());
        guest(200, "POST", "fresh/start", null);
        assertEquals("copy", guest(200, "POST", "fresh/clone", "{\"name\":\"copy\"}").get("name").getAsString());
        assertTrue(refusal(409, "POST", "/v1/guests/fresh/clone", "{\"name\":\"copy\"}").contains("copy"));
        assertTrue(refusal(404, "POST", "/v1/guests", "{\"name\":\"x\",\"host\":\"two\",\"template\":\"silver\"}").contains("silver"));
        assertTrue(refusal(400, "POST", "/v1/guests", "{\"name\":\"x\",\"host\":\"two\"}").contains("template"));
    }

    @Test
    void aTemplateIsForgottenAndWhatWasMadeOfItStays() throws Exception {
        ask(200, "POST", "/v1/templates", "{\"name\":\"golden\",\"guest\":\"" + WEB + "\"}");
        ask(200, "POST", "/v1/guests", "{\"name\":\"made\",\"host\":\"two\",\"template\":\"golden\"}");
        assertTrue(refusal(404, "POST", "/v1/guests/golden/start", null).contains("golden"), "a template does not boot");
        assertEquals("[]", ask(200, "DELETE", "/v1/templates/golden", null).toString());
        assertTrue(refusal(404, "DELETE", "/v1/templates/golden", null).contains("golden"));
        assertTrue(refusal(404, "POST", "/v1/guests", "{\"name\":\"x\",\"host\":\"two\",\"template\":\"golden\"}").contains("golden"));
        assertEquals("running", guest(200, "GET", "made", null).get("state").getAsString());
        ask(200, "POST", "/v1/templates", "{\"name\":\"golden\",\"guest\":\"made\"}");
    }

    @Test
    void aListIsAskedForInParts() throws Exception {
        for (int i = 0; i < 5; i++) {
            guest(200, "POST", WEB + "/clone", "{\"name\":\"c" + i + "\"}");
        }
        assertEquals(7, ask(200, "GET", "/v1/guests", null).getAsJsonArray().size());
        assertEquals("c1", ask(200, "GET", "/v1/guests?offset=3&limit=2", null).getAsJsonArray().get(0).getAsJsonObject().get("name").getAsString());
        assertEquals(2, ask(200, "GET", "/v1/guests?offset=3&limit=2", null).getAsJsonArray().size());
        assertEquals(0, ask(200, "GET", "/v1/guests?offset=2147483647", null).getAsJsonArray().size());
        for (String query : List.of("limit=-1", "limit=1001", "limit=x", "offset=99999999999", "page=2", "limit=1&limit=2", "%", "limit")) {
            ask(400, "GET", "/v1/guests?" + query.replace("%", "%25zz"), null);
        }
        assertTrue(refusal(400, "POST", "/v1/guests/" + WEB + "/pause?limit=1", null).contains("'?limit'"));
    }

    @Test
    void aRunningGuestGetsAnotherPartOfTheCores() throws Exception {
        guest(200, "PATCH", WEB, "{\"weight\":300,\"milli_cpus\":500}");
        assertTrue(refusal(400, "PATCH", "/v1/guests/" + WEB, "{\"weight\":0}").contains("'weight'"));
        assertTrue(refusal(400, "PATCH", "/v1/guests/" + WEB, "{}").contains("nothing"));
        assertTrue(refusal(409, "PATCH", "/v1/guests/" + WEB, "{\"vcpus\":2}").contains("is running; how many vCPUs"));
        assertTrue(refusal(409, "PATCH", "/v1/guests/" + WEB, "{\"memory\":4096}").contains("balloon"));
    }

    @Test
    void aGuestGoesToAnAddressOnlyIfSomebodyListensThere() throws Exception {
        assertTrue(refusal(400, "POST", "/v1/guests/" + WEB + "/migrate", "{\"address\":\"nowhere\"}").contains("HOST:PORT"));
        assertTrue(refusal(400, "POST", "/v1/guests/" + WEB + "/migrate", "{}").contains("'address'"));
        assertTrue(refusal(409, "POST", "/v1/guests/" + WEB + "/migrate", "{\"address\":\"127.0.0.1:1\"}").contains("cannot be moved"));
        assertTrue(refusal(409, "POST", "/v1/guests/" + WEB + "/migrate/settle", "{\"runs\":\"here\"}").contains("no doubt"));
        assertTrue(refusal(400, "POST", "/v1/guests/" + WEB + "/migrate/settle", "{\"runs\":\"hare\"}").contains("here or there"));
        assertEquals("running", guest(200, "GET", WEB, null).get("state").getAsString());
    }

    @Test
    void snapshotsAreATree() throws Exception {
        guest(200, "POST", WEB + "/pause", null);
        ask(200, "POST", "/v1/guests/" + WEB + "/snapshots", "{\"name\":\"first\"}");
        ask(200, "POST", "/v1/guests/" + WEB + "/snapshots", "{\"name\":\"second\"}");
        assertEquals("[{\"name\":\"first\",\"parent\":\"\"},{\"name\":\"second\",\"parent\":\"first\"}]",
            ask(200, "GET", "/v1/guests/" + WEB + "/snapshots", null).toString());
        assertEquals(0, guest(200, "GET", WEB + "/snapshots/first/diff/second", null).get("pages").getAsInt());
        guest(200, "POST", WEB + "/snapshots/first/restore", null);
        assertTrue(refusal(404, "POST", "/v1/guests/" + WEB + "/snapshots/third/restore", null).contains("third"));
        ask(200, "DELETE", "/v1/guests/" + WEB + "/snapshots/second", null);
        assertEquals(1, ask(200, "GET", "/v1/guests/" + WEB + "/snapshots", null).getAsJsonArray().size());
    }

    @Test
    void aGuestMovesAndKeepsItsConsole() throws Exception {
        JsonObject report = guest(200, "POST", WEB + "/migrate", "{\"host\":\"two\",\"max_downtime\":5000}");
        assertEquals("moved", report.get("outcome").getAsString(), report::toString);
        assertEquals("two", guest(200, "GET", WEB, null).get("host").getAsString());
        guest(200, "POST", WEB + "/console", "{\"text\":\"hello\"}");
        String printed = "";
        while (!printed.endsWith("hello")) {
            printed = guest(200, "GET", WEB + "/console", null).get("text").getAsString();
        }
        assertEquals("Ahello", printed);
        assertTrue(refusal(409, "POST", "/v1/guests/" + WEB + "/migrate", "{\"host\":\"two\"}").contains("already"));
        assertTrue(refusal(400, "POST", "/v1/guests/" + WEB + "/migrate", "{\"host\":\"one\",\"otherwise\":\"hope\"}").contains("post_copy"));
    }

    @Test
    void theSessionStandsStillAndGoesOn() throws Exception {
        ask(200, "POST", "/v1/session/pause", null);
        long before = ask(200, "GET", "/v1/session", null).getAsJsonObject().get("instructions").getAsLong();
        assertEquals(before, ask(200, "GET", "/v1/session", null).getAsJsonObject().get("instructions").getAsLong());
        ask(200, "POST", "/v1/session/resume", null);
    }

    @Test
    void nobodyGetsInWithoutTheToken() throws Exception {
        URI uri = URI.create(server.url() + "/v1/guests");
        for (List<String> header : List.of(List.of("X", "y"), List.of("Authorization", "Bearer wrong"), List.of("Authorization", "Bearer "),
            List.of("Authorization", "Basic " + TOKEN))) {
            HttpResponse<String> response = send(HttpRequest.newBuilder(uri).header(header.getFirst(), header.getLast()));
            assertEquals(401, response.statusCode(), header.toString());
            assertFalse(response.body().contains("web"));
        }
        assertTrue(server.url().startsWith("http://127.0.0.1:"), server.url());
    }

    @Test
    void theDescriptionNamesEveryOperation() throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(server.url() + "/openapi.json")));
        assertEquals(200, response.statusCode());
        JsonObject paths = JsonParser.parseString(response.body()).getAsJsonObject().getAsJsonObject("paths");
        Set<String> described = new TreeSet<>();
        paths.entrySet().forEach(path -> path.getValue().getAsJsonObject().entrySet().forEach(method -> {
            JsonObject operation = method.getValue().getAsJsonObject();
            described.add(operation.get("operationId").getAsString());
            int places = path.getKey().split("\\{", -1).length - 1;
            int part = operation.has("parameters") && operation.getAsJsonArray("parameters").toString().contains("\"query\"") ? 2 : 0;
            assertEquals(places + part, operation.has("parameters") ? operation.getAsJsonArray("parameters").size() : 0, path.getKey());
        }));
        Set<String> all = new TreeSet<>();
        for (Operation operation : Operation.values()) {
            all.add(operation.name().toLowerCase(java.util.Locale.ROOT));
        }
        assertEquals(all, described);
    }

    @Test
    void nonsenseIsRefusedAndChangesNothing() throws Exception {
        assertTrue(refusal(404, "GET", "/", null).contains("openapi.json"));
        assertTrue(refusal(405, "PUT", "/v1/guests", null).contains("GET, POST"));
        assertTrue(refusal(400, "POST", "/v1/guests", "{\"name\"").contains("not JSON"));
        assertTrue(refusal(400, "POST", "/v1/guests", "[]").contains("not a JSON object"));
        assertTrue(refusal(400, "POST", "/v1/guests", "{\"name\":1,\"host\":\"one\"}").contains("'name' must be a text"));
        assertTrue(refusal(400, "POST", "/v1/guests", "{\"host\":\"one\"}").contains("'name' is missing"));
        assertTrue(refusal(400, "POST", "/v1/guests", "{\"colour\":\"red\"}").contains("'colour' is not known"));
        assertTrue(refusal(400, "PATCH", "/v1/guests/" + WEB, "{\"vcpus\":1e99999999}").contains("whole number"));
        assertTrue(refusal(400, "PATCH", "/v1/guests/" + WEB, "{\"vcpus\":-1}").contains("vcpus"));
        assertTrue(refusal(413, "POST", "/v1/guests", "{\"name\":\"" + "x".repeat(2 << 20) + "\"}").contains("bytes"));
        assertTrue(refusal(400, "POST", "/v1/guests/" + WEB + "/start", "{\"x\":1}").contains("'x'"));
        assertEquals(2, ask(200, "GET", "/v1/guests", null).getAsJsonArray().size());
    }

    @Test
    void damagedRequestsGetAnAnswerWithoutAStack() throws Exception {
        Random random = new Random(8);
        String[] bodies = {"{\"name\":\"n\",\"host\":\"two\",\"like\":\"one.web\",\"vcpus\":1,\"memory\":2097152}", "{\"name\":\"s\"}", "{\"host\":\"two\"}"};
        Operation[] operations = Operation.values();
        for (int i = 0; i < 1000; i++) {
            Operation operation = operations[random.nextInt(operations.length)];
            byte[] body = bodies[random.nextInt(bodies.length)].getBytes(StandardCharsets.UTF_8);
            for (int times = random.nextInt(3); times > 0; times--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            String path = operation.path().replace("{guest}", random.nextBoolean() ? WEB : "%7B" + i).replaceAll("\\{\\w+}", "s");
            HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(server.url() + path)).header("Authorization", "Bearer " + TOKEN)
                .method(operation.method(), HttpRequest.BodyPublishers.ofByteArray(random.nextBoolean() ? body : new byte[0])));
            int status = response.statusCode();
            assertTrue(status == 200 || status >= 400 && status < 500, () -> operation + " " + path + ": " + response.body());
            assertFalse(response.body().contains("Exception"), response.body());
        }
        assertEquals(200, send(request("GET", "/v1/guests", null)).statusCode());
    }
}
