package dev.caravan.component;

import dev.caravan.limit.WaitExpired;
import java.io.Serial;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * A request to AWS that was ended for lack of progress, and that the SDK does not try again: each attempt would wait as long once
 * more. It has no cause for the same reason, since the SDK tries again whatever an IOException has caused.
 */
public final class HungRequest extends SdkClientException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String hint;

    /** That of a wait. */
    public HungRequest(WaitExpired wait) {
        super(builder().message(wait.getMessage()));
        this.hint = wait.hint();
    }

    /** What the user can do about it. */
    public String hint() {
        return hint;
    }

    @Override
    public boolean retryable() {
        return false;
    }

    /** Whether it is behind a failure. */
    static boolean isBehind(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof HungRequest) {
                return true;
            }
        }
        return false;
    }
}
