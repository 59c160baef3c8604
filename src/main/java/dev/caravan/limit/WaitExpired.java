package dev.caravan.limit;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A wait was ended because it made no progress within its limit, or because the process stops.
 *
 * <p>No {@link java.net.SocketTimeoutException}: PostgreSQL's driver goes on waiting after one that it did not ask for.
 */
public final class WaitExpired extends IOException {
    private static final long serialVersionUID = 1L;

    private final String setting;

    private WaitExpired(String message, String setting) {
        super(message);
        this.setting = setting;
    }

    static WaitExpired past(Limit limit, String what) {
        return new WaitExpired("no progress for " + Waits.spelled(limit.time()) + " with " + what, limit.setting());
    }

    static WaitExpired stopping(String what) {
        return new WaitExpired("the process stops and no longer waits for " + what, "");
    }

    /** The one behind a failure, if it is one. */
    public static Optional<WaitExpired> in(@Nullable Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof WaitExpired expired) {
                return Optional.of(expired);
            }
        }
        return Optional.empty();
    }

    /** Whether the process stops; else the wait was without progress for too long. */
    public boolean isStop() {
        return setting.isEmpty();
    }

    /** What the user can do about it. */
    public String hint() {
        return isStop()
                ? "It runs again at its next fire."
                : "It is retried; if this happens often, find out what delays the other side, or raise " + setting
                        + " if it may be silent for longer.";
    }
}
