package dev.caravan.local;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 server over a plain folder: the object {@code key} of {@code bucket} is the file {@code folder/bucket/key}.
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

    private final S3Proxy server;
    private final Path folder;
    private final URI endpoint;

    private LocalS3(S3Proxy server, Path folder) {
        this.server = server;
        this.folder = folder;
        this.endpoint = URI.create("http://" + LocalPort.HOST + ":" + server.getPort());
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
        Path root = LocalFolder.made(folder);
        S3Proxy server = S3Proxy.builder()
                .blobStore(new LocalBlobStore(new FilesystemNio2BlobStore(root.toString())))
                .endpoint(URI.create("http://" + LocalPort.HOST + ":" + port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                // Clients send headers of newer features; S3 itself ignores what does not concern it.
                .ignoreUnknownHeaders(true)
                .stopTimeout(1_000)
                .build();
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
        return new LocalS3(server, root);
    }

    /** Makes a bucket; one that is there already stays as it is. */
    public LocalS3 bucket(String name) {
        try {
            Files.createDirectories(folder.resolve(name));
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
        } catch (Exception e) {
            throw new IllegalStateException("The embedded S3 server does not stop.", e);
        }
    }
}
