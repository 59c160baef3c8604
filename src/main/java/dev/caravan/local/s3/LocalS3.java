package dev.caravan.local.s3;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.local.machine.LocalFolder;
import dev.caravan.local.machine.LocalPort;
import dev.caravan.write.PrivateFiles;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.shaded.org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.gaul.shaded.org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.gaul.shaded.org.eclipse.jetty.http.HttpCompliance;
import org.gaul.shaded.org.eclipse.jetty.http.UriCompliance;
import org.gaul.shaded.org.eclipse.jetty.server.HttpConfiguration;
import org.gaul.shaded.org.eclipse.jetty.server.HttpConnectionFactory;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.gaul.shaded.org.eclipse.jetty.server.ServerConnector;
import org.gaul.shaded.org.eclipse.jetty.server.handler.GracefulHandler;
import org.gaul.shaded.org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An S3 server over a plain folder: the object {@code key} of {@code bucket} is the file {@code folder/bucket/key}, unless no file can have
 * this name (see {@link FileNames}).
 *
 * <p>It listens on the loopback address only, checks signatures, and keeps what it has when it starts again over the
 * same folder. ETags and metadata are extended attributes of the files, so the folder has to lie on a file system that
 * has them (ext4, xfs, btrfs, APFS; a tmpfs from Linux 6.6 on).
 */
public final class LocalS3 implements AutoCloseable {
    /** The only access key that the server knows. */
    public static final String ACCESS_KEY = "caravan";
    /** The secret of {@link #ACCESS_KEY}. */
    public static final String SECRET_KEY = "caravan-secret";
    /** What clients should name as their region; the server accepts any. */
    public static final String REGION = "us-east-1";

    private static final int MOST_THREADS = 64;
    private static final int STOP_MILLIS = 1_000;

    private final Server server;
    private final Path folder;
    private final URI endpoint;

    private LocalS3(Server server, int port, Path folder) {
        this.server = server;
        this.folder = folder;
        this.endpoint = URI.create("http://" + LocalPort.HOST + ":" + port);
    }

    /**
     * Starts a server.
     *
     * @param port where to listen; 0 takes a free one
     * @param folder holds the buckets; made when it is missing
     * @throws ExportException when the port is taken or the folder cannot be used
     */
    public static LocalS3 start(int port, Path folder) {
        QuietServers.hush();
        LocalPort.S3.requireFree(port);
        Path root = LocalFolder.made(folder, "--dir");
        BlobStore store = new LocalBlobStore(root);
        Server server = new Server(new QueuedThreadPool(MOST_THREADS));
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http()));
        connector.setHost(LocalPort.HOST);
        connector.setPort(port);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(servlet(new S3Requests(store, ACCESS_KEY, SECRET_KEY))), "/*");
        server.setHandler(new GracefulHandler(context));
        server.setStopTimeout(STOP_MILLIS);
        try {
            server.start();
        } catch (Exception e) {
            throw new ExportException(
                    ErrorCode.INTERNAL,
                    "The embedded S3 server does not start on port " + port + " over " + root + ": " + e.getMessage()
                            + ".",
                    "Choose another port or folder.",
                    e);
        }
        return new LocalS3(server, connector.getLocalPort(), root);
    }

    /** Keys may hold anything, so that paths come which a web server would refuse. */
    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setHttpCompliance(HttpCompliance.LEGACY);
        http.setUriCompliance(UriCompliance.LEGACY);
        // Headers are signed letter by letter.
        http.setHeaderCacheCaseSensitive(true);
        http.setSendServerVersion(false);
        return http;
    }

    private static HttpServlet servlet(S3Requests requests) {
        return new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
                requests.answer(request, response);
            }
        };
    }

    /** Makes a bucket; one that is there already stays as it is. */
    public LocalS3 bucket(String name) {
        try {
            if (!Files.isDirectory(folder.resolve(name))) {
                PrivateFiles.createFolder(folder.resolve(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Where clients find it; they have to use path style. */
    public URI endpoint() {
        return endpoint;
    }

    /** Holds one folder a bucket. */
    public Path folder() {
        return folder;
    }

    /** Stops the server, after at most a second for requests in flight; the files stay. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (TimeoutException e) {
            // The second is over; what was in flight was cut.
        } catch (Exception e) {
            throw new IllegalStateException("The embedded S3 server does not stop.", e);
        }
    }
}
