package dev.caravan.aws;

import dev.caravan.limit.WaitExpired;
import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Why a request to AWS failed that was ended for lack of progress, and that is not sent again by itself: each attempt would wait as
 * long once more.
 *
 * <p>It is no IOException, because the SDK retries those, and it is a cause, because the SDK wraps exceptions in its own.
 */
public final class HungRequest extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String hint;
    private final boolean isStop;

    private HungRequest(WaitExpired wait) {
        super(wait.getMessage());
        this.hint = wait.hint();
        this.isStop = wait.isStop();
    }

    /** The failure of a request whose wait has expired. */
    public static SdkClientException failure(WaitExpired wait) {
        return SdkClientException.builder()
                .message(wait.getMessage())
                .cause(new HungRequest(wait))
                .build();
    }

    /** The one behind a failure, if it is one. */
    public static Optional<HungRequest> in(@Nullable Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof HungRequest hung) {
                return Optional.of(hung);
            }
        }
        return Optional.empty();
    }

    /** Whether the process stops; else the request was without progress for too long. */
    public boolean isStop() {
        return isStop;
    }

    /** What the user can do about it. */
    String hint() {
        return hint;
    }
}
