package dev.caravan.pod.management;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that a foreign web page makes a browser send that can reach the pod; and
 * methods that nothing here has.
 */
final class RequestCheck implements Handler<RoutingContext> {
    private static final String HEALTH = "/observe/health";
    /** Set in the context of a request that a page of an origin in the settings sends. */
    private static final String SET_ORIGIN = RequestCheck.class.getName();

    private static final Set<String> OTHER_SITES = Set.of("cross-site", "same-site");

    private final HostNames hosts;
    private final Set<String> origins;
    private final String jolokiaPath;

    /** Pages of these origins may ask, besides those of the host that is asked. */
    RequestCheck(HostNames hosts, Set<String> origins, String jolokiaPath) {
        this.hosts = hosts;
        this.origins = origins;
        this.jolokiaPath = jolokiaPath;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        MultiMap headers = request.headers();
        context.response()
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        String host = headers.get(HttpHeaders.HOST);
        boolean health = isHealth(context);
        if (!isForUs(headers.getAll(HttpHeaders.HOST), health)) {
            Answer.refuse(
                    context,
                    403,
                    "The host name of this request is forbidden. Use the address of the pod, or add the name to"
                            + " caravan.management.hosts.");
            return;
        }
        if (isOfAnotherSite(headers, host)) {
            Answer.refuse(context, 403, "Requests from pages of another origin are forbidden.");
            return;
        }
        String origin = headers.get(HttpHeaders.ORIGIN);
        if (origin != null && !isOwn(origin.toLowerCase(Locale.ROOT), host)) {
            context.put(SET_ORIGIN, true);
        }
        if (health && HttpMethod.HEAD.equals(request.method())) {
            // Camel's endpoint knows GET only; the server leaves the body out.
            context.reroute(HttpMethod.GET, context.normalizedPath());
            return;
        }
        boolean jolokia = request.path() != null && request.path().startsWith(jolokiaPath);
        if (!HttpMethod.GET.equals(request.method()) && !(jolokia && HttpMethod.POST.equals(request.method()))) {
            context.response().putHeader("Allow", jolokia ? "GET, POST" : health ? "GET, HEAD" : "GET");
            Answer.refuse(context, 405, "The method " + request.method().name() + " is not allowed here.");
            return;
        }
        context.next();
    }

    /** Whether a page of an origin in the settings, such as hawtio's, sends a request that has passed. */
    static boolean isOfSetOrigin(RoutingContext context) {
        return context.get(SET_ORIGIN) != null;
    }

    /** By the path that the endpoints are found by, so that none passes for health that is something else. */
    private static boolean isHealth(RoutingContext context) {
        String path = context.normalizedPath();
        return path.equals(HEALTH) || path.startsWith(HEALTH + "/");
    }

    /** Browsers always send a host name; probes of load balancers in HTTP/1.0 send none. */
    private boolean isForUs(List<String> names, boolean health) {
        return names.isEmpty() ? health : names.size() == 1 && hosts.allow(names.get(0));
    }

    private boolean isOfAnotherSite(MultiMap headers, @Nullable String host) {
        for (String origin : headers.getAll(HttpHeaders.ORIGIN)) {
            String asking = origin.toLowerCase(Locale.ROOT);
            if (!isOwn(asking, host) && !origins.contains(asking)) {
                return true;
            }
        }
        // The answer to a followed link is shown to its user alone, and a GET changes nothing.
        String site = headers.get("Sec-Fetch-Site");
        return site != null && OTHER_SITES.contains(site) && !"navigate".equals(headers.get("Sec-Fetch-Mode"));
    }

    private static boolean isOwn(String origin, @Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        return origin.equals("http://" + name) || origin.equals("https://" + name);
    }
}
