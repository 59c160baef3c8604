package dev.caravan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request that {@link FaultyProxy} saw.
 *
 * @param number counts the proxy's requests from 1
 * @param path as it was sent, percent-encoded, without the query
 * @param query without its question mark; empty when there is none
 * @param headers by their names, which ignore case
 */
public record ProxiedRequest(int number, String method, String path, String query, Map<String, String> headers) {
    private static final int LONGEST_HEAD = 65_536;

    /** Glue's operation, such as {@code StartCrawler}; empty for what is no request to Glue. */
    public String operation() {
        String target = headers.getOrDefault("X-Amz-Target", "");
        return target.substring(target.indexOf('.') + 1);
    }

    /** Reads one head and leaves the body in the stream; null when the client hung up. */
    static @Nullable ProxiedRequest read(InputStream client, int number) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int read = client.read();
            if (read < 0) {
                return null;
            }
            head.append((char) read);
            if (head.length() > LONGEST_HEAD) {
                throw new IOException("the head of the request does not end");
            }
        }
        List<String> lines = head.toString().lines().toList();
        String[] start = lines.get(0).split(" ", -1);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines.subList(1, lines.size() - 1)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        int question = start[1].indexOf('?');
        return new ProxiedRequest(
                number,
                start[0],
                question < 0 ? start[1] : start[1].substring(0, question),
                question < 0 ? "" : start[1].substring(question + 1),
                headers);
    }

    /** The head for the server: the client's, signed Host header included, but for one request only. */
    byte[] forServer() {
        StringBuilder head = new StringBuilder(method).append(' ').append(path);
        if (!query.isEmpty()) {
            head.append('?').append(query);
        }
        head.append(" HTTP/1.1\r\n");
        headers.forEach((name, value) -> {
            if (!name.equalsIgnoreCase("Connection")) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        });
        head.append("Connection: close\r\n\r\n");
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
