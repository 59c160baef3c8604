package dev.caravan.pod.management;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpPluginRegistry;

/**
 * The settings of the management port.
 *
 * @param host the address that it listens on
 * @param port its number
 * @param hosts the host names that it answers to, besides those that no other host can have
 * @param origins the origins whose pages it answers, besides its own
 * @param credentials who may call operations; none if it is empty
 */
public record ManagementPort(
        String host, int port, Set<String> hosts, Set<String> origins, Optional<Credentials> credentials) {
    private static final String JOLOKIA = "/observe/jolokia";

    /**
     * The credentials of two settings.
     *
     * @throws ExportException BAD_CONFIGURATION when one is missing, or the password is short
     */
    public static Optional<Credentials> credentials(Optional<String> user, Optional<String> password) {
        if (user.isEmpty() && password.isEmpty()) {
            return Optional.empty();
        }
        if (user.isEmpty() || password.isEmpty() || password.get().length() < Credentials.MIN_PASSWORD) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "caravan.management.operations.user and .password must be set together, and the password needs at least "
                            + Credentials.MIN_PASSWORD + " characters.",
                    "Set both, or neither to leave operations off.");
        }
        if (user.get().contains(":")) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "caravan.management.operations.user is '" + user.get() + "', and HTTP allows no ':' in it.",
                    "Choose another name.");
        }
        return Optional.of(new Credentials(user.get(), password.get()));
    }

    /** Puts server and Jolokia into a context that has not started, where Camel's management server takes them up. */
    public JolokiaPlugin install(CamelContext context) {
        JolokiaPlugin jolokia = new JolokiaPlugin(JOLOKIA, credentials);
        PlatformHttpPluginRegistry plugins = new PlatformHttpPluginRegistry();
        plugins.setCamelContext(context);
        plugins.register(jolokia);
        context.getCamelContextExtension()
                .addContextPlugin(
                        org.apache.camel.component.platform.http.spi.PlatformHttpPluginRegistry.class, plugins);
        try {
            context.addService(new ManagementServer(this, JOLOKIA));
        } catch (Exception e) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "the management port " + port + " of " + host + " cannot be opened: " + e.getMessage() + ".",
                    "Set caravan.management.port.",
                    e);
        }
        return jolokia;
    }
}
