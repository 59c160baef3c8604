package dev.caravan.source;

import dev.caravan.limit.Limit;
import dev.caravan.limit.Subject;
import dev.caravan.limit.Wait;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket each of whose waits has a limit: to connect, for each piece that it reads, and for each that it writes. TLS of the driver
 * goes through it as well.
 */
final class WatchedSocket extends Socket implements Subject {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedSocket.class);

    /** A peer whose machine is gone is noticed within two minutes, also while a query may be silent for longer. In seconds. */
    private static final Map<String, Integer> KEEP_ALIVE =
            Map.of("TCP_KEEPIDLE", 60, "TCP_KEEPINTERVAL", 10, "TCP_KEEPCOUNT", 6);

    private final Link link;
    /** Asks the server to cancel what the connection does. */
    private final boolean isSecond;

    private final Wait reading;
    private final Wait writing;
    private volatile String server = "an unknown address";

    WatchedSocket(Link link) {
        this.link = link;
        this.isSecond = link.isEstablished();
        this.reading = link.waits().open(this);
        this.writing = link.waits().open(this);
    }

    @Override
    public String what() {
        return isSecond ? "the answer to a cancel request from PostgreSQL at " + server : link.what(server);
    }

    @Override
    public Limit limit() {
        return (isSecond ? Phase.CLOSING : link.phase()).limit(link.limits());
    }

    @Override
    public void end() {
        try {
            // Of the socket itself: TLS would want to say goodbye.
            close();
        } catch (IOException e) {
            LOG.debug("The socket to {} was broken already", server, e);
        }
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        server = endpoint.toString().replaceFirst("^[^/]*/(?=.)", "");
        reading.begin();
        try {
            keepAlive();
            super.connect(endpoint, timeout);
        } catch (IOException e) {
            throw reading.reason(e);
        } finally {
            reading.end();
        }
    }

    /** By their names, since they are of a module that a runtime need not have. */
    @SuppressWarnings("unchecked")
    private void keepAlive() throws IOException {
        setKeepAlive(true);
        for (SocketOption<?> option : supportedOptions()) {
            Integer seconds = KEEP_ALIVE.get(option.name());
            if (seconds != null && option.type() == Integer.class) {
                setOption((SocketOption<Integer>) option, seconds);
            }
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Incoming(super.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Outgoing(super.getOutputStream());
    }

    @Override
    @SuppressWarnings(
            "UnsynchronizedOverridesSynchronized") // the watch closes it with the lock of a wait, which this takes
    // second
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            reading.close();
            writing.close();
        }
    }

    private final class Incoming extends FilterInputStream {
        Incoming(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            reading.begin();
            try {
                return in.read();
            } catch (IOException e) {
                throw reading.reason(e);
            } finally {
                reading.end();
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            reading.begin();
            try {
                return in.read(bytes, offset, length);
            } catch (IOException e) {
                throw reading.reason(e);
            } finally {
                reading.end();
            }
        }
    }

    private final class Outgoing extends FilterOutputStream {
        Outgoing(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writing.begin();
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw writing.reason(e);
            } finally {
                writing.end();
            }
        }
    }
}
