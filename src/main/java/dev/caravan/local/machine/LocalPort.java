package dev.caravan.local.machine;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The ports of the embedded servers, and what the user calls them. */
public enum LocalPort {
    S3("S3", "--s3-port"),
    GLUE("Glue", "--glue-port"),
    POSTGRES("PostgreSQL", "--postgres-port");

    /** The embedded servers listen on the loopback address only: their keys are known to everybody. */
    public static final String HOST = "127.0.0.1";

    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int HIGHEST = 65_535;

    private final String server;
    private final String option;

    LocalPort(String server, String option) {
        this.server = server;
        this.option = option;
    }

    /**
     * Refuses a port that another process listens on, or that no process can have; 0 stands for any free one.
     *
     * @throws ExportException names the port, the server and the option that chooses another
     */
    public void requireFree(int port) {
        if (port < 0 || port > HIGHEST) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "Port " + port + " for the embedded " + server + " is not between 0 and " + HIGHEST + ".",
                    "Give " + option + " a port in that range; 0 takes a free one.");
        }
        try (ServerSocket socket = listen(port)) {
            // Bound and let go again: it was free.
            socket.setReuseAddress(true);
        } catch (IOException e) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "Port " + port + " for the embedded " + server + " cannot be had: " + e.getMessage() + ".",
                    "Stop what listens there, or choose another port with " + option + " (0 takes a free one).",
                    e);
        }
    }

    /** A port that is free now; another process may take it before its server does. */
    public static int free() {
        try (ServerSocket socket = listen(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** This port if it is free now, or else another one. */
    public static int preferably(int port) {
        try (ServerSocket socket = listen(port)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            return free();
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
