package dev.caravan.local.s3;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.gaul.s3proxy.S3ErrorCode;
import org.gaul.s3proxy.S3ProxyException;
import org.gaul.s3proxy.S3ProxyHandler;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Answers S3 requests, and errors only once the client has sent everything.
 *
 * <p>S3Proxy's own server answers an error at once and closes the connection without announcing it. A client that is
 * still sending sees a broken pipe in place of the answer, and one that is not keeps a dead connection for its next
 * request.
 */
final class S3Requests extends S3ProxyHandler {
    private static final long LARGEST_PUT = 5L << 30;
    /** Of a body that is signed as a whole, which is held in memory. */
    private static final long LARGEST_SIGNED_BODY = 128 << 20;

    private static final int LARGEST_SIGNED_CHUNK = 16 << 20;
    private static final int MOST_CLOCK_SKEW_SECONDS = (int) TimeUnit.MINUTES.toSeconds(15);

    S3Requests(BlobStore store, String accessKey, String secretKey) {
        super(
                store,
                AuthenticationType.AWS_V2_OR_V4,
                accessKey,
                secretKey,
                null,
                LARGEST_PUT,
                LARGEST_SIGNED_BODY,
                LARGEST_SIGNED_CHUNK,
                // Clients send headers of newer features; S3 itself ignores what does not concern it.
                true,
                null,
                null,
                MOST_CLOCK_SKEW_SECONDS);
    }

    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try (InputStream body = request.getInputStream()) {
            try {
                HttpServletRequest signed = asSigned(request);
                doHandle(signed, signed, response, body, new RequestContext());
            } catch (IOException | RuntimeException e) {
                AwsServiceException known = knownCause(e);
                if (known == null) {
                    throw e;
                }
                body.transferTo(OutputStream.nullOutputStream());
                answerError(request, response, known);
            }
        }
    }

    /**
     * The request with every slash of its key as such. Amazon's client sends the second of two slashes as {@code %2F}, and signs it as a
     * slash, as S3 does.
     */
    private static HttpServletRequest asSigned(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public String getRequestURI() {
                return super.getRequestURI().replace("%2F", "/");
            }
        };
    }

    private static @Nullable AwsServiceException knownCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AwsServiceException known) {
                return known;
            }
        }
        return null;
    }

    private void answerError(HttpServletRequest request, HttpServletResponse response, AwsServiceException error)
            throws IOException {
        var headers = S3Exceptions.httpResponse(error);
        if (headers != null) {
            headers.firstMatchingHeader("ETag").ifPresent(etag -> response.setHeader("ETag", etag));
        }
        String code = S3Exceptions.errorCode(error);
        if (code != null) {
            String message = error.awsErrorDetails().errorMessage();
            sendSimpleErrorResponse(
                    request, response, code, error.statusCode(), message == null ? code : message, Map.of());
            return;
        }
        switch (error.statusCode()) {
            case HttpServletResponse.SC_PRECONDITION_FAILED -> {
                if (isCachedRead(request)) {
                    response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
                } else {
                    answerError(request, response, new S3ProxyException(S3ErrorCode.PRECONDITION_FAILED));
                }
            }
            case HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE ->
                answerError(request, response, new S3ProxyException(S3ErrorCode.INVALID_RANGE));
            case HttpServletResponse.SC_BAD_REQUEST ->
                answerError(request, response, new S3ProxyException(S3ErrorCode.BAD_DIGEST));
            case HttpServletResponse.SC_FORBIDDEN ->
                answerError(request, response, new S3ProxyException(S3ErrorCode.ACCESS_DENIED));
            default -> response.setStatus(error.statusCode());
        }
    }

    /** The store reports every condition that does not hold alike; a read that has the object already is no error. */
    private static boolean isCachedRead(HttpServletRequest request) {
        boolean read = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        return read && request.getHeader("If-Match") == null && request.getHeader("If-Unmodified-Since") == null;
    }
}
