package dev.caravan.read;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/** Stands between a client and PostgreSQL, without TLS, and changes the messages of the server. */
final class RewritingProxy implements Closeable {
    /** A message of the server: its letter, and what follows its length. */
    record Message(char kind, byte[] body) {}

    /** What becomes of a message. */
    @FunctionalInterface
    interface Rule {
        /**
         * What goes on to the client.
         *
         * @param row the number of the CopyData message among those of its connection, from 0; -1 for every other message
         */
        List<Message> rewrite(Message message, int row);
    }

    private final ServerSocket socket;
    private final int port;
    private final Rule rule;

    RewritingProxy(int port, Rule rule) {
        try {
            this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.port = port;
        this.rule = rule;
        background(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = socket.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
            background(() -> {
                try (client;
                        server) {
                    client.getInputStream().transferTo(server.getOutputStream());
                }
            });
            background(() -> {
                try (client;
                        server) {
                    rewrite(server, client);
                }
            });
        }
    }

    private void rewrite(Socket server, Socket client) throws IOException {
        DataInputStream in = new DataInputStream(server.getInputStream());
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream(), 1 << 16));
        int rows = 0;
        while (true) {
            char kind = (char) in.readByte();
            byte[] body = in.readNBytes(in.readInt() - Integer.BYTES);
            for (Message message : rule.rewrite(new Message(kind, body), kind == 'd' ? rows++ : -1)) {
                out.writeByte(message.kind());
                out.writeInt(message.body().length + Integer.BYTES);
                out.write(message.body());
            }
            if (in.available() == 0) {
                out.flush();
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void background(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The connection is at its end.
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
