package dev.caravan.local.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.UUID;

/**
 * Tells the requests of the console's own pages from those that other pages in the same browser send.
 *
 * <p>A cookie that the browser sends with requests of our pages alone ({@code SameSite=Strict}) stands for the person who opened
 * them; without it requests only read.
 */
final class PageRequests {
    private static final String COOKIE = "caravan-console";

    private final String token = UUID.randomUUID().toString();

    /** Whether the request names this machine, and no page of another origin sends it. */
    boolean isForUs(HttpExchange exchange) {
        int port = exchange.getLocalAddress().getPort();
        List<String> own = List.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
        Headers headers = exchange.getRequestHeaders();
        String host = headers.getFirst("Host");
        String origin = headers.getFirst("Origin");
        return host != null && own.contains(host) && (origin == null || origin.equals("http://" + host));
    }

    /** Lets the page that is answered call operations. */
    void admit(HttpExchange exchange) {
        exchange.getResponseHeaders()
                .set("Set-Cookie", COOKIE + "=" + token + "; Path=/hawtio; HttpOnly; SameSite=Strict");
    }

    /** Whether it comes from a page that {@link #admit} has answered. */
    boolean isOfOurPage(HttpExchange exchange) {
        return exchange.getRequestHeaders().getOrDefault("Cookie", List.of()).stream()
                .flatMap(cookies -> List.of(cookies.split("; *")).stream())
                .anyMatch(cookie -> cookie.equals(COOKIE + "=" + token));
    }
}
