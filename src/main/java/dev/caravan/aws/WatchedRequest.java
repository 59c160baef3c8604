package dev.caravan.aws;

import dev.caravan.limit.Limit;
import dev.caravan.limit.Subject;
import dev.caravan.limit.Wait;
import dev.caravan.limit.WaitExpired;
import dev.caravan.limit.Waits;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/** A request whose progress is watched: the bytes that are taken of its body, then the answer, then the bytes of the answer's body. */
public final class WatchedRequest implements ExecutableHttpRequest, Subject {
    /**
     * What the client has handed to the operating system may still be on its way, without anything to see of it; this is about what
     * both sides hold.
     */
    private static final long UNSENT_BYTES = 4L << 20;

    /**
     * How long requests may be without progress.
     *
     * @param bytesPerSecond of the slowest line to the other side
     */
    public record Patience(Limit limit, long bytesPerSecond) {
        private Duration unsent(long bytes) {
            return Duration.ofMillis(bytes * 1_000 / bytesPerSecond);
        }

        /** The longest of all. */
        public Duration longest() {
            return limit.time().plus(unsent(UNSENT_BYTES));
        }
    }

    /** One attempt more: a connection may be dead where a fresh one works. */
    private static final int MOST_HUNG_ATTEMPTS = 2;

    private static final Pattern ATTEMPT = Pattern.compile("attempt=(\\d+); max=(\\d+)");

    private final SdkHttpRequest request;
    private final ExecutableHttpRequest prepared;
    private final Patience patience;
    private final Wait wait;
    private volatile long taken;

    WatchedRequest(
            HttpExecuteRequest request,
            Function<HttpExecuteRequest, ExecutableHttpRequest> client,
            Waits waits,
            Patience patience) {
        this.request = request.httpRequest();
        this.patience = patience;
        HttpExecuteRequest.Builder watched = HttpExecuteRequest.builder()
                .request(request.httpRequest())
                .metricCollector(request.metricCollector().orElse(null));
        request.contentStreamProvider()
                .ifPresent(body -> watched.contentStreamProvider(() -> new Counted(body.newStream())));
        this.prepared = client.apply(watched.build());
        this.wait = waits.open(this);
    }

    @Override
    public String what() {
        long sent = taken;
        return request.method() + " " + request.getUri().getPath() + " at " + request.host() + ":" + request.port()
                + String.format(Locale.ROOT, " (%s%,d bytes sent)", operation(), sent);
    }

    /** Glue has one path for all. */
    private String operation() {
        return request.firstMatchingHeader("X-Amz-Target")
                .map(target -> target + ", ")
                .orElse("");
    }

    @Override
    public Limit limit() {
        Limit limit = patience.limit();
        return new Limit(limit.time().plus(patience.unsent(Math.min(taken, UNSENT_BYTES))), limit.setting());
    }

    @Override
    public void end() {
        prepared.abort();
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
        boolean isOpen = false;
        wait.begin();
        try {
            HttpExecuteResponse answer = prepared.call();
            AbortableInputStream body = answer.responseBody().orElse(null);
            if (body == null) {
                return answer;
            }
            isOpen = true;
            return HttpExecuteResponse.builder()
                    .response(answer.httpResponse())
                    .responseBody(AbortableInputStream.create(new Watched(body), () -> {
                        wait.close();
                        body.abort();
                    }))
                    .build();
        } catch (IOException e) {
            throw reason(e);
        } catch (RuntimeException e) {
            throw reason(e);
        } finally {
            wait.end();
            if (!isOpen) {
                wait.close();
            }
        }
    }

    private <E extends Exception> E reason(E failure) throws IOException {
        WaitExpired expired = wait.expired();
        if (expired == null) {
            return failure;
        }
        if (isLastAttempt()) {
            throw HungRequest.failure(expired);
        }
        throw expired;
    }

    /** The SDK says of each request which attempt it is. */
    private boolean isLastAttempt() {
        Matcher attempt =
                ATTEMPT.matcher(request.firstMatchingHeader("amz-sdk-request").orElse(""));
        if (!attempt.find()) {
            return true;
        }
        int number = Integer.parseInt(attempt.group(1));
        return number >= Math.min(MOST_HUNG_ATTEMPTS, Integer.parseInt(attempt.group(2)));
    }

    @Override
    public void abort() {
        prepared.abort();
    }

    /** The body of the request, as the client takes it. */
    private final class Counted extends FilterInputStream {
        Counted(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread sends
        private void count(int bytes) {
            taken += bytes;
            wait.progress();
        }
    }

    /** The body of the answer. */
    private final class Watched extends FilterInputStream {
        Watched(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            wait.begin();
            try {
                return in.read();
            } catch (IOException e) {
                throw reason(e);
            } finally {
                wait.end();
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            wait.begin();
            try {
                return in.read(bytes, offset, length);
            } catch (IOException e) {
                throw reason(e);
            } finally {
                wait.end();
            }
        }

        @Override
        public void close() throws IOException {
            try {
                in.close();
            } finally {
                wait.close();
            }
        }
    }
}
