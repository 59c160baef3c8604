package dev.caravan;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server that gives the same answer to everybody who logs in, and has no TLS: PostgreSQL in a state that is hard to bring about, a pooler, or something else. */
public final class CannedServer implements AutoCloseable {
    private static final int TLS_REQUEST = 80_877_103;
    private static final int GSS_REQUEST = 80_877_104;

    private final ServerSocket socket;
    private final byte[][] answers;

    private CannedServer(byte[]... answers) {
        this.answers = answers;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    /** One that refuses every login with an error. */
    public static CannedServer refusing(String state, String message) {
        return new CannedServer(error(state, message));
    }

    /** One that takes every login, and refuses the first statement. */
    public static CannedServer refusingStatements(String state, String message) {
        byte[] greeting = bytes(out -> {
            message(out, 'R', content -> content.writeInt(0));
            for (String status : new String[] {"client_encoding\0UTF8", "server_version\00015.0", "DateStyle\0ISO"}) {
                message(out, 'S', content -> content.write((status + "\0").getBytes(StandardCharsets.UTF_8)));
            }
            message(out, 'Z', content -> content.write('I'));
        });
        return new CannedServer(greeting, error(state, message));
    }

    /** One that wants a method of authentication that does not exist. */
    public static CannedServer wantingMethod(int method) {
        return new CannedServer(bytes(out -> message(out, 'R', content -> content.writeInt(method))));
    }

    /** One that speaks another protocol. */
    public static CannedServer saying(String text) {
        return new CannedServer(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** One that closes every connection. */
    public static CannedServer closing() {
        return new CannedServer();
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = socket.accept();
            thread(() -> {
                try (client) {
                    converse(
                            new DataInputStream(client.getInputStream()),
                            new DataOutputStream(client.getOutputStream()));
                }
            });
        }
    }

    private void converse(DataInputStream in, DataOutputStream out) throws IOException {
        if (answers.length == 0) {
            return;
        }
        int request;
        do {
            byte[] rest = new byte[in.readInt() - 2 * Integer.BYTES];
            request = in.readInt();
            in.readFully(rest);
            if (request == TLS_REQUEST || request == GSS_REQUEST) {
                out.write('N');
            }
        } while (request == TLS_REQUEST || request == GSS_REQUEST);
        for (int i = 0; i < answers.length; i++) {
            if (i > 0) {
                in.readByte();
            }
            out.write(answers[i]);
        }
    }

    private static byte[] error(String state, String text) {
        String fields = "SFATAL\0VFATAL\0C" + state + "\0M" + text + "\0\0";
        return bytes(out -> message(out, 'E', content -> content.write(fields.getBytes(StandardCharsets.UTF_8))));
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void message(DataOutputStream out, char type, Writing writing) throws IOException {
        byte[] content = bytes(writing);
        out.writeByte(type);
        out.writeInt(content.length + Integer.BYTES);
        out.write(content);
    }

    private interface Act {
        void run() throws IOException;
    }

    private static void thread(Act act) {
        Thread thread = new Thread(
                () -> {
                    try {
                        act.run();
                    } catch (IOException e) {
                        // Whoever was there is gone, or the test is over.
                    }
                },
                "canned-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
