package dev.caravan;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until a condition holds. Nothing else in the tests waits for time to pass; {@code WaitRulesTest} sees to it. */
public final class Await {
    /** Long enough for a machine that does other things too; a test that passes never waits this long. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final long LOOK_NANOS = 5_000_000;

    private Await() {}

    /**
     * Waits until this is so.
     *
     * @param what is waited for, for the message
     * @throws AssertionError when it is not so within two minutes
     */
    public static void await(String what, Callable<Boolean> condition) {
        await(what, PATIENCE, condition);
    }

    /** Waits until this is so, for as long as the caller says. */
    public static void await(String what, Duration patience, Callable<Boolean> condition) {
        if (!comesTrue(patience, condition)) {
            throw new AssertionError("not within " + patience + ": " + what);
        }
    }

    /** Waits until others have counted down to zero. */
    public static void await(String what, CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while it waits: " + what, e);
        }
    }

    /** Waits until there is one, and tells which. */
    public static <T> T present(String what, Callable<Optional<T>> look) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<T> found = result(look);
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - until > 0) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            pause();
        }
    }

    /** Whether this becomes so within a time. */
    public static boolean comesTrue(Duration patience, Callable<Boolean> condition) {
        long until = System.nanoTime() + patience.toNanos();
        while (!result(condition)) {
            if (System.nanoTime() - until > 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static <T> T result(Callable<T> look) {
        try {
            return look.call();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void pause() {
        LockSupport.parkNanos(LOOK_NANOS);
        if (Thread.currentThread().isInterrupted()) {
            throw new AssertionError("interrupted while it waits");
        }
    }
}
