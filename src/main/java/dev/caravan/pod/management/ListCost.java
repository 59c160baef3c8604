package dev.caravan.pod.management;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * Whether a list can be made: it describes every MBean with all its attributes, 10 kB each, in memory at once.
 *
 * <p>Not what describes each class once ({@code listCache}), and not what ends above the descriptions ({@code maxDepth}).
 */
final class ListCost {
    /** As many as five and twenty tables have. */
    static final int MOST_DESCRIBED = 1_000;
    /** A name alone takes some hundred bytes. */
    static final int MOST_NAMED = 60_000;

    private ListCost() {}

    /**
     * Whether a list of so many MBeans is refused.
     *
     * @param path the elements of the path, the domain first
     */
    static boolean isTooMuch(List<String> path, Map<String, String> options) {
        boolean named =
                path.size() >= 2 && !path.get(1).contains("*") && !path.get(0).contains("*");
        boolean described = !"true".equals(options.get("listcache")) && depth(options) > 2;
        return !named && count(path) > (described ? MOST_DESCRIBED : MOST_NAMED);
    }

    /** The options of a request, in whatever case they are written. */
    static void put(Map<String, String> options, String name, String value) {
        options.put(name.toLowerCase(Locale.ROOT), value);
    }

    private static int depth(Map<String, String> options) {
        try {
            int depth = Integer.parseInt(options.getOrDefault("maxdepth", "0"));
            return depth == 0 ? Integer.MAX_VALUE : depth;
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE;
        }
    }

    private static int count(List<String> path) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        if (path.isEmpty() || path.get(0).isEmpty()) {
            return server.getMBeanCount();
        }
        try {
            return server.queryNames(new ObjectName(path.get(0) + ":*"), null).size();
        } catch (MalformedObjectNameException e) {
            // Jolokia joins names with its own prefixes; whatever it is, it is not more than all.
            return server.getMBeanCount();
        }
    }
}
