package dev.caravan.pod.management;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests as bytes, with headers that no HTTP client lets a test set. */
record RawHttp(int port) {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");

    /** An answer, with its head. */
    record Reply(int status, String text) {}

    Reply get(String path, String... headers) throws IOException {
        return send("GET", path, "", headers);
    }

    Reply post(String path, String body, String... headers) throws IOException {
        return send("POST", path, body, headers);
    }

    Reply send(String method, String path, String body, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
        boolean host = false;
        for (String header : headers) {
            head.append(header).append("\r\n");
            host |= header.startsWith("Host:");
        }
        if (!host) {
            head.append("Host: 127.0.0.1:").append(port).append("\r\n");
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            head.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        return raw(head + "\r\n" + body);
    }

    Reply raw(String request) throws IOException {
        try (Socket socket = open()) {
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
            } catch (IOException e) {
                // The server may answer and close before it has read all.
            }
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(read);
            } catch (IOException e) {
                // A reset after the answer.
            }
            String text = read.toString(StandardCharsets.UTF_8);
            Matcher status = STATUS.matcher(text);
            return new Reply(status.lookingAt() ? Integer.parseInt(status.group(1)) : 0, text);
        }
    }

    Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        return socket;
    }
}
