package dev.caravan.pod.management;

import java.util.Set;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.jolokia.server.core.service.api.Restrictor;
import org.jolokia.server.core.util.HttpMethod;
import org.jolokia.server.core.util.RequestType;
import org.jspecify.annotations.Nullable;

/**
 * What Jolokia may do for the request at hand: what the access file allows, less what is never shown and what only an
 * authenticated request may do.
 *
 * <p>Jolokia asks here with what it is about to do, so that no spelling of a request (escapes in a path, a path in a parameter, a
 * name with a pattern) passes by.
 */
final class JolokiaPolicy implements Restrictor {
    private static final Set<RequestType> READS =
            Set.of(RequestType.READ, RequestType.LIST, RequestType.SEARCH, RequestType.VERSION);
    /** Others, such as those that a library registers for its connection pools, may show passwords. */
    private static final Set<String> DOMAINS = Set.of(
            "org.apache.camel",
            "dev.caravan",
            "quartz",
            "java.lang",
            "java.nio",
            "JMImplementation",
            "jolokia",
            "hawtio");
    /** What begins like these shows settings, those given by -D and those of routes. */
    private static final Pattern SECRET = Pattern.compile(
            "(?i).*(password|passwd|secret|token|credential|accesskey|systemproperties|inputarguments|globaloptions|environment).*");

    private final Restrictor file;
    /** As many as forty tables have; each value is in memory until all of them are. */
    static final int MAX_ATTRIBUTES = 50_000;

    private final ThreadLocal<Integer> read = ThreadLocal.withInitial(() -> 0);
    private final ThreadLocal<Boolean> operations = ThreadLocal.withInitial(() -> false);
    private volatile Set<String> sharedRoutes = Set.of();

    /** What the access file says, narrowed. */
    JolokiaPolicy(Restrictor file) {
        this.file = file;
    }

    /** The routes that all tables need, which must not be stopped. */
    void protect(Set<String> routes) {
        sharedRoutes = Set.copyOf(routes);
    }

    /** Whether the requests that follow on this thread may do more than read; they have a budget of attributes together. */
    void begin(boolean mayOperate) {
        operations.set(mayOperate);
        read.set(0);
    }

    /** Whether the budget was not enough; Jolokia may have answered with what it had. */
    boolean isExceeded() {
        return read.get() > MAX_ATTRIBUTES;
    }

    @Override
    public boolean isHttpMethodAllowed(HttpMethod method) {
        return file.isHttpMethodAllowed(method);
    }

    @Override
    public boolean isTypeAllowed(RequestType type) {
        return (READS.contains(type) || operations.get()) && file.isTypeAllowed(type);
    }

    @Override
    public boolean isAttributeReadAllowed(ObjectName name, String attribute) {
        int attributes = read.get() + 1;
        read.set(attributes);
        if (attributes > MAX_ATTRIBUTES) {
            throw new TooMuch();
        }
        return isShown(name) && !isSecret(attribute) && file.isAttributeReadAllowed(name, attribute);
    }

    @Override
    public boolean isAttributeWriteAllowed(ObjectName name, String attribute) {
        return operations.get() && isShown(name) && !isShared(name) && file.isAttributeWriteAllowed(name, attribute);
    }

    @Override
    public boolean isOperationAllowed(ObjectName name, String operation) {
        return operations.get()
                && isShown(name)
                && (!isShared(name) || operation.startsWith("dump"))
                && file.isOperationAllowed(name, operation);
    }

    @Override
    public boolean isRemoteAccessAllowed(String... hostOrAddress) {
        return file.isRemoteAccessAllowed(hostOrAddress);
    }

    @Override
    public boolean isOriginAllowed(String origin, boolean strict) {
        return file.isOriginAllowed(origin, strict);
    }

    @Override
    public boolean isObjectNameHidden(ObjectName name) {
        return !isShown(name) || file.isObjectNameHidden(name);
    }

    /** Ends a request; an Error, since Jolokia takes exceptions of single attributes for values. */
    static final class TooMuch extends Error {
        private static final long serialVersionUID = 1L;

        TooMuch() {
            super("too many attributes", null, false, false);
        }
    }

    private static boolean isSecret(@Nullable String attribute) {
        return attribute != null && SECRET.matcher(attribute).matches();
    }

    private static boolean isShown(ObjectName name) {
        return name.isDomainPattern() || DOMAINS.contains(name.getDomain());
    }

    private boolean isShared(ObjectName name) {
        String id = name.getKeyProperty("name");
        return name.isPattern() || (id != null && sharedRoutes.contains(unquoted(id)));
    }

    private static String unquoted(String id) {
        return id.startsWith("\"") ? ObjectName.unquote(id) : id;
    }
}
