package dev.caravan.pod.management;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
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

    /** The credentials of two settings; nobody's if there are none. */
    public static Optional<Credentials> credentials(Optional<String> user, Optional<String> password) {
        return user.flatMap(name -> password.map(word -> new Credentials(name, word)));
    }

    /**
     * Makes sure that the port can be opened. Camel's server would wait for ever for one that is taken.
     *
     * @throws ExportException BAD_CONFIGURATION that says why not
     */
    public void requireFree() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
        } catch (IOException | IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            boolean isOfHost = e instanceof IllegalArgumentException
                    || e instanceof UnknownHostException
                    || reason.contains("unresolved")
                    || reason.contains("assign requested address");
            boolean isPrivileged = reason.contains("Permission denied");
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    isOfHost
                            ? "caravan.management.host is '" + host + "', and this machine cannot listen there ("
                                    + reason + ")."
                            : "the management port " + port + " of " + host
                                    + (isPrivileged ? " is not allowed to this user (" : " is in use (") + reason
                                    + ").",
                    isOfHost
                            ? "Set caravan.management.host to an address of this machine; 0.0.0.0 is all of them."
                            : isPrivileged
                                    ? "Set caravan.management.port to a port from 1024 on."
                                    : "Stop the process that has it, or set caravan.management.port.",
                    e);
        }
    }

    /** Puts server and Jolokia into a context that has not started, where Camel's management server takes them up. */
    public JolokiaPlugin install(CamelContext context) {
        JolokiaPlugin jolokia = new JolokiaPlugin(context, JOLOKIA, credentials);
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
