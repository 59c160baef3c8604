package dev.caravan.source;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes the sockets of one connection. PostgreSQL's driver makes the factory by its name, and hands it a word. */
public final class WatchedSocketFactory extends SocketFactory {
    private static final Map<String, Link> OFFERED = new ConcurrentHashMap<>();

    private final Link link;

    /**
     * That of a connection that is being made.
     *
     * @param word under which its link is known
     */
    public WatchedSocketFactory(String word) {
        Link offered = OFFERED.get(word);
        if (offered == null) {
            throw new IllegalArgumentException("no connection is being made under the word " + word);
        }
        this.link = offered;
    }

    /** A word under which the driver finds the link. */
    static String offer(Link link) {
        String word = UUID.randomUUID().toString();
        OFFERED.put(word, link);
        return word;
    }

    static void withdraw(String word) {
        OFFERED.remove(word);
    }

    @Override
    public Socket createSocket() {
        return new WatchedSocket(link);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    private Socket connected(InetSocketAddress server, @Nullable InetSocketAddress local) throws IOException {
        Socket socket = createSocket();
        if (local != null) {
            socket.bind(local);
        }
        socket.connect(server);
        return socket;
    }
}
