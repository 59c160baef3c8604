package dev.caravan.aws;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.limit.Limit;
import dev.caravan.limit.Subject;
import dev.caravan.limit.Wait;
import dev.caravan.limit.WaitExpired;
import dev.caravan.limit.Waits;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * The SDK's default chain of credentials, with a limit: it may ask a role's token of STS, a metadata service, or a program, and waits
 * for a program without end. So it works on a thread of its own.
 */
public final class WatchedCredentials implements AwsCredentialsProvider, AutoCloseable {
    private final DefaultCredentialsProvider chain =
            DefaultCredentialsProvider.builder().build();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "caravan-credentials");
        thread.setDaemon(true);
        return thread;
    });
    private final Waits waits;
    private final Limit limit;

    public WatchedCredentials(Waits waits, Limit limit) {
        this.waits = waits;
        this.limit = limit;
    }

    @Override
    public AwsCredentials resolveCredentials() {
        Future<AwsCredentials> credentials = threads.submit(chain::resolveCredentials);
        try (Wait wait = waits.open(subject(credentials))) {
            wait.begin();
            try {
                return credentials.get();
            } catch (CancellationException e) {
                throw expired(wait.expired(), e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SdkClientException.create("Interrupted while waiting for AWS credentials", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        }
    }

    private Subject subject(Future<?> credentials) {
        return new Subject() {
            @Override
            public String what() {
                return "the AWS credentials of the default chain (a role's token, a metadata service or a program)";
            }

            @Override
            public Limit limit() {
                return limit;
            }

            @Override
            public void end() {
                credentials.cancel(true);
            }
        };
    }

    private static RuntimeException failure(Throwable thrown) {
        if (thrown instanceof SdkClientException missing) {
            return new ExportException(
                    ErrorCode.ACCESS_DENIED,
                    "no AWS credentials are found.",
                    "Give the pod a role (IRSA), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile.",
                    missing);
        }
        return thrown instanceof RuntimeException other
                ? other
                : SdkClientException.create("AWS credentials could not be resolved", thrown);
    }

    private static RuntimeException expired(@Nullable WaitExpired wait, CancellationException cancelled) {
        return wait == null
                ? cancelled
                : new ExportException(
                        ErrorCode.LAKE_UNREACHABLE, "AWS credentials: " + wait.getMessage() + ".", wait.hint(), wait);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        chain.close();
    }
}
