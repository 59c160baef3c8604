package dev.caravan.local.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.caravan.pod.management.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console over a small war and a pod that tells what it was asked. */
class RouteConsoleTest {
    private static final Credentials OPERATOR = new Credentials("demo", "a long password");

    @TempDir
    private Path folder;

    private Path war;
    private HttpServer pod;
    private RouteConsole console;

    @BeforeEach
    void start() throws IOException {
        war = folder.resolve("hawtio.war");
        pod = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pod.createContext("/observe/jolokia", exchange -> {
            String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                    + given(exchange, "Authorization") + given(exchange, "Content-Type");
            byte[] answer = asked.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(asked.contains("forbidden") ? 403 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        pod.start();
        URI jolokia = URI.create("http://127.0.0.1:" + pod.getAddress().getPort() + "/observe/jolokia");
        console = RouteConsole.start(0, jolokia, OPERATOR, new HawtioPages(war));
    }

    @AfterEach
    void stop() throws IOException {
        console.close();
        pod.stop(0);
    }

    @Test
    void any_address_leads_to_the_routes_and_every_view_is_the_one_page() throws Exception {
        makeWar();

        assertThat(get("/").headers().firstValue("Location"))
                .hasValue(console.uri().toString());
        assertThat(get("/hawtio/camel").body()).isEqualTo("<the page>");
        assertThat(get("/hawtio/camel/routes?nid=x").body()).isEqualTo("<the page>");
        assertThat(get("/hawtio/static/app.js").headers().firstValue("Content-Type"))
                .hasValue("text/javascript; charset=utf-8");
        assertThat(get("/hawtio/user").body()).isEqualTo("\"public\"");
        assertThat(get("/hawtio/none.js").statusCode()).isEqualTo(404);
        assertThat(get("/hawtio/WEB-INF/web.xml").statusCode()).isEqualTo(404);
    }

    @Test
    void what_is_asked_of_jolokia_reaches_the_pod_and_its_answer_comes_back() throws Exception {
        makeWar();

        assertThat(get("/hawtio/jolokia/version?x=1").body()).isEqualTo("GET /observe/jolokia/version?x=1 ");
        assertThat(post("/hawtio/jolokia", "{\"type\":\"list\"}").body())
                .isEqualTo("POST /observe/jolokia {\"type\":\"list\"}");
        assertThat(post("/hawtio/jolokia", "forbidden").statusCode()).isEqualTo(403);
        pod.stop(0);
        assertThat(get("/hawtio/jolokia/version").statusCode()).isEqualTo(502);
    }

    @Test
    void only_its_own_pages_may_do_more_than_read() throws Exception {
        makeWar();
        URI place = console.uri().resolve("/hawtio/jolokia");
        String cookie = get("/hawtio/camel").headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("SameSite=Strict", "HttpOnly");
        String pair = cookie.substring(0, cookie.indexOf(';'));
        HttpRequest.Builder operation = HttpRequest.newBuilder(place)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"));

        assertThat(send(operation.copy().header("Cookie", pair)).body())
                .contains("Authorization=" + OPERATOR.header())
                .contains("Content-Type=application/json");
        assertThat(send(operation.copy()).body()).doesNotContain("Authorization");
        assertThat(send(operation.copy().header("Cookie", "caravan-console=x")).body())
                .doesNotContain("Authorization");
        assertThat(send(HttpRequest.newBuilder(place)
                                .header("Cookie", pair)
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString("{}")))
                        .body())
                .as("what the pod refuses stays what it is")
                .contains("Content-Type=text/plain");
        assertThat(send(operation.copy().header("Cookie", pair).header("Origin", "http://evil.example"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(operation.copy().header("Cookie", pair).header("Origin", "null"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(post("/hawtio/jolokia", "x".repeat(100_000)).statusCode()).isEqualTo(413);
    }

    @Test
    void another_host_name_is_refused() throws Exception {
        makeWar();
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), console.uri().getPort())) {
            socket.getOutputStream()
                    .write("GET /hawtio/camel HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403");
        }
    }

    private static String given(HttpExchange exchange, String header) {
        String value = exchange.getRequestHeaders().getFirst(header);
        return value == null ? "" : " " + header + "=" + value;
    }

    @Test
    void without_hawtio_it_says_how_to_get_it_and_needs_no_restart_then() throws Exception {
        assertThat(console.invitation()).contains(console.uri().toString()).contains("mvn dependency:copy@console");
        assertThat(get("/hawtio/camel").body()).contains("mvn dependency:copy@console");

        makeWar();

        assertThat(console.invitation()).isEqualTo(console.uri().toString());
        assertThat(get("/hawtio/camel").body()).isEqualTo("<the page>");
    }

    private void makeWar() throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            for (Map.Entry<String, String> page : Map.of(
                            "index.html", "<the page>",
                            "static/app.js", "app()",
                            "WEB-INF/web.xml", "<secret>")
                    .entrySet()) {
                zip.putNextEntry(new ZipEntry(page.getKey()));
                zip.write(page.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(console.uri().resolve(path)));
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(console.uri().resolve(path)).POST(BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
