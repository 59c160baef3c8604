package dev.caravan;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy in front of S3 or Glue that breaks the requests it is told to break and passes on all others.
 *
 * <p>It keeps the Host header, which is part of the signature, and handles one request a connection.
 */
public final class FaultyProxy implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int LINGER_MILLIS = 1_000;

    private final URI server;
    private final ServerSocket socket;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<ProxiedRequest> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger numbers = new AtomicInteger();

    private FaultyProxy(URI server, ServerSocket socket) {
        this.server = server;
        this.socket = socket;
    }

    /** Starts a proxy on a free port in front of a server. */
    public static FaultyProxy before(URI server) {
        try {
            FaultyProxy proxy = new FaultyProxy(server, new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
            thread(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients find it. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** Breaks every request that matches. */
    public FaultyProxy fail(Predicate<ProxiedRequest> when, Fault fault) {
        return fail(0, Integer.MAX_VALUE, when, fault);
    }

    /** Breaks the first so many requests that match. */
    public FaultyProxy fail(int times, Predicate<ProxiedRequest> when, Fault fault) {
        return fail(0, times, when, fault);
    }

    /** Lets so many matching requests pass, then breaks so many; of several rules the first that applies counts. */
    public FaultyProxy fail(int passing, int times, Predicate<ProxiedRequest> when, Fault fault) {
        rules.add(new Rule(when, passing, times, fault, new AtomicInteger()));
        return this;
    }

    /** Passes everything on again. */
    public void heal() {
        rules.clear();
    }

    /** The requests that came, broken ones included, in their order. */
    public List<ProxiedRequest> seen() {
        return List.copyOf(seen);
    }

    /** How many requests of a kind came. */
    public long count(Predicate<ProxiedRequest> which) {
        return seen.stream().filter(which).count();
    }

    /** Stops taking connections. */
    @Override
    public void close() {
        closed.countDown();
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
                thread(() -> serve(client));
            } catch (IOException e) {
                // Closed, or a client that left before it was served.
            }
        }
    }

    /** So slow is the network; a proxy that is closed waits no longer. */
    private void pause(Duration time) {
        try {
            closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setSoTimeout(PATIENCE_MILLIS);
            InputStream body = new BufferedInputStream(client.getInputStream());
            ProxiedRequest request = ProxiedRequest.read(body, numbers.incrementAndGet());
            if (request == null) {
                return;
            }
            seen.add(request);
            serve(client, body, request, faultFor(request));
        } catch (IOException e) {
            // One of the two sides went away: the other learns it from its own connection.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Socket client, InputStream body, ProxiedRequest request, @Nullable Fault fault)
            throws IOException, InterruptedException {
        if (fault == null) {
            pass(client, body, request, Long.MAX_VALUE, Long.MAX_VALUE);
        } else if (fault instanceof Fault.Answer answer) {
            answer(client, body, request, answer);
        } else if (fault instanceof Fault.Reset) {
            reset(client);
        } else if (fault instanceof Fault.Hang) {
            closed.await();
        } else if (fault instanceof Fault.Slow slow) {
            pass(client, new SlowStream(body, slow, this::pause), request, Long.MAX_VALUE, Long.MAX_VALUE);
        } else if (fault instanceof Fault.FlipBit flip) {
            pass(client, new FlippedStream(body, flip.at()), request, Long.MAX_VALUE, Long.MAX_VALUE);
        } else if (fault instanceof Fault.Delay delay) {
            pause(delay.time());
            pass(client, body, request, Long.MAX_VALUE, Long.MAX_VALUE);
        } else if (fault instanceof Fault.Meanwhile meanwhile) {
            meanwhile.act().run();
            pass(client, body, request, Long.MAX_VALUE, Long.MAX_VALUE);
        } else if (fault instanceof Fault.Instead instead) {
            instead.act().run();
            reset(client);
        } else if (fault instanceof Fault.CutRequest cut) {
            pass(client, body, request, cut.bytes(), Long.MAX_VALUE);
        } else if (fault instanceof Fault.CutAnswer cut) {
            pass(client, body, request, Long.MAX_VALUE, cut.bytes());
        }
    }

    private @Nullable Fault faultFor(ProxiedRequest request) {
        for (Rule rule : rules) {
            if (rule.applies(request)) {
                return rule.fault();
            }
        }
        return null;
    }

    private void pass(Socket client, InputStream body, ProxiedRequest request, long upTo, long downTo)
            throws IOException {
        try (Socket upstream = new Socket(server.getHost(), server.getPort())) {
            upstream.setSoTimeout(PATIENCE_MILLIS);
            upstream.getOutputStream().write(request.forServer());
            thread(() -> {
                try {
                    if (!pump(body, upstream.getOutputStream(), upTo)) {
                        reset(upstream);
                        reset(client);
                    }
                } catch (IOException e) {
                    // The answer is complete, or one side went away.
                }
            });
            if (!pumpLast(upstream.getInputStream(), client.getOutputStream(), downTo)) {
                reset(client);
            }
        }
    }

    /**
     * Copies the answer with the word that no other follows: not every server says so, and a client would use the
     * connection again. Its head goes at once when it only asks for the body.
     */
    private static boolean pumpLast(InputStream answer, OutputStream to, long limit) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int read = answer.read();
            if (read < 0) {
                break;
            }
            head.append((char) read);
        }
        if (head.toString().startsWith("HTTP/1.1 100")) {
            to.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            to.flush();
            return pumpLast(answer, to, limit);
        }
        String closing = head.toString()
                .replaceAll("(?i)\r\nconnection:[^\r]*", "")
                .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
        InputStream whole = new SequenceInputStream(
                new ByteArrayInputStream(closing.getBytes(StandardCharsets.ISO_8859_1)), answer);
        return pump(whole, to, limit);
    }

    /** Copies until the end, or until so many bytes are copied; then it answers false. */
    private static boolean pump(InputStream from, OutputStream to, long limit) throws IOException {
        byte[] buffer = new byte[16_384];
        for (long left = limit; left > 0; ) {
            int read = from.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                return true;
            }
            to.write(buffer, 0, read);
            to.flush();
            left -= read;
        }
        return false;
    }

    private static void answer(Socket client, InputStream body, ProxiedRequest request, Fault.Answer answer)
            throws IOException {
        byte[] content = answer.body().getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + answer.status() + " Broken on purpose\r\nContent-Type: " + answer.contentType()
                + "\r\nContent-Length: " + content.length + "\r\nConnection: close\r\n\r\n";
        OutputStream out = client.getOutputStream();
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        if (!request.method().equals("HEAD")) {
            out.write(content);
        }
        out.flush();
        client.shutdownOutput();
        // A client that is still sending when the connection goes never reads the answer.
        client.setSoTimeout(LINGER_MILLIS);
        body.transferTo(OutputStream.nullOutputStream());
    }

    private static void reset(Socket connection) throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "faulty-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** Gives its bytes in small pieces. */
    private static final class SlowStream extends FilterInputStream {
        private final Fault.Slow slow;
        private final Consumer<Duration> pause;

        SlowStream(InputStream in, Fault.Slow slow, Consumer<Duration> pause) {
            super(in);
            this.slow = slow;
            this.pause = pause;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            pause.accept(slow.pause());
            return super.read(bytes, offset, Math.min(length, slow.pieceBytes()));
        }
    }

    /** Changes one bit of one byte. */
    private static final class FlippedStream extends FilterInputStream {
        private long left;

        FlippedStream(InputStream in, long at) {
            super(in);
            left = at;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (left >= 0 && left < read) {
                bytes[offset + (int) left] ^= 1;
            }
            left -= read;
            return read;
        }
    }

    private record Rule(Predicate<ProxiedRequest> when, int passing, int times, Fault fault, AtomicInteger matches) {
        boolean applies(ProxiedRequest request) {
            if (!when.test(request)) {
                return false;
            }
            int before = matches.getAndIncrement();
            return before >= passing && before - passing < times;
        }
    }
}
