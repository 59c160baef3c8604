package dev.caravan.pod;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Passes connections on to a PostgreSQL server, and tells clients of another server process at login, as poolers do. */
final class LoginRelay implements AutoCloseable {
    private static final int KEY_DATA = 'K';

    private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final int server;

    LoginRelay(int server) throws IOException {
        this.server = server;
        thread(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = socket.accept();
            Socket target = new Socket(InetAddress.getLoopbackAddress(), server);
            thread(() -> {
                try (client;
                        target) {
                    client.getInputStream().transferTo(target.getOutputStream());
                }
            });
            thread(() -> {
                try (client;
                        target) {
                    answer(
                            new DataInputStream(target.getInputStream()),
                            new DataOutputStream(client.getOutputStream()));
                }
            });
        }
    }

    private static void answer(DataInputStream from, DataOutputStream to) throws IOException {
        int type;
        do {
            type = from.readUnsignedByte();
            byte[] content = new byte[from.readInt() - Integer.BYTES];
            from.readFully(content);
            if (type == KEY_DATA) {
                content[Integer.BYTES - 1] ^= 1;
            }
            to.writeByte(type);
            to.writeInt(content.length + Integer.BYTES);
            to.write(content);
        } while (type != KEY_DATA);
        from.transferTo(to);
    }

    /** A part of the work, which ends with its connection. */
    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One of the sides has closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
