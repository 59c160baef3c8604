package dev.caravan.pod.management;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The host names under which the management port answers.
 *
 * <p>A web page of an attacker can have its own name resolved to the pod's address ({@code DNS rebinding}); then the browser takes
 * the pod for that page's server and lets the page read it. Only names that no attacker can own are answered: addresses,
 * names without a dot (of containers, and of services in the same namespace), the names of Kubernetes services, and those that
 * are set. A name of two labels, such as {@code caravan.data}, may be a public domain, so it has to be set.
 */
final class HostNames {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]+(%[0-9a-z]+)?]");
    /** No domain that can be registered has one label; an {@code @} or {@code %} could hide more of them. */
    private static final Pattern ONE_LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?");

    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

    private final Set<String> names = new TreeSet<>();

    /** Besides the ones that are always answered, these; {@code *} stands for all. */
    HostNames(Set<String> more) {
        more.forEach(name -> names.add(unrooted(name.toLowerCase(Locale.ROOT))));
    }

    /**
     * Whether a request is meant for us.
     *
     * @param host the header {@code Host}, with or without a port
     */
    boolean allow(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = unrooted(PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst(""));
        return names.contains("*")
                || names.contains(name)
                || ONE_LABEL.matcher(name).matches()
                || IPV4.matcher(name).matches()
                || IPV6.matcher(name).matches()
                || name.endsWith(".svc")
                || name.endsWith(".svc.cluster.local");
    }

    /** The name without the dot at its end, which only says that it is complete. */
    private static String unrooted(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
