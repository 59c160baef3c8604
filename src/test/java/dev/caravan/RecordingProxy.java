package dev.caravan;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A TCP proxy in front of a server of this machine, which keeps every byte of both directions. */
public final class RecordingProxy implements AutoCloseable {
    private final ServerSocket socket;
    private final int port;
    private final List<ByteArrayOutputStream> recorded = new CopyOnWriteArrayList<>();

    private RecordingProxy(ServerSocket socket, int port) {
        this.socket = socket;
        this.port = port;
    }

    /** Starts a proxy on a free port in front of a port. */
    public static RecordingProxy before(int port) {
        try {
            RecordingProxy proxy = new RecordingProxy(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), port);
            OwnThread.start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients find it. */
    public int port() {
        return socket.getLocalPort();
    }

    /** Everything so far, a character for each byte. */
    public String bytes() {
        return recorded.stream()
                .map(bytes -> bytes.toString(StandardCharsets.ISO_8859_1))
                .collect(Collectors.joining("\n"));
    }

    /** Stops taking connections. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                OwnThread.start(() -> copy(client, server));
                OwnThread.start(() -> copy(server, client));
            } catch (IOException e) {
                // Closed, or a client that left before it was served.
            }
        }
    }

    private void copy(Socket from, Socket to) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        recorded.add(kept);
        byte[] buffer = new byte[1 << 16];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                kept.write(buffer, 0, read);
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // The connection is at its end.
        }
    }
}
