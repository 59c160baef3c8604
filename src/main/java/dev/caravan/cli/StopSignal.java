package dev.caravan.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT as an ordinary end of the process.
 *
 * <p>The JVM's own answer is to exit with 143 once its shutdown hooks are through; a server that was asked to go and has
 * gone in order ends with 0. The JDK has no supported API for it, so {@code sun.misc.Signal} is called by name; where it
 * cannot be (under {@code -Xrs}), a shutdown hook ends it in the same order, with the JVM's exit code.
 */
public final class StopSignal {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

    /** As POSIX has them, by the names that the JDK prints. */
    private static final Map<String, Integer> NUMBERS = Map.of("SIGTERM", 15, "SIGINT", 2);

    /** What a shell makes of the exit code of a program that a signal has ended. */
    private static final int BY_SIGNAL = 128;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private final Queue<Callable<?>> atEnd = new ConcurrentLinkedQueue<>();
    private volatile int number = 15;
    private volatile boolean secondHalts;

    /** Listens from now on. */
    public StopSignal() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object count = Proxy.newProxyInstance(
                    StopSignal.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        number = NUMBERS.getOrDefault(String.valueOf(arguments[0]), number);
                        if (asked.getCount() == 0 && secondHalts) {
                            System.err.println(
                                    "Asked a second time: the process ends at once. What it leaves is removed by the next run.");
                            Runtime.getRuntime().halt(BY_SIGNAL + number);
                        }
                        asked.countDown();
                        return null;
                    });
            for (String name : NUMBERS.keySet()) {
                Object instance = signal.getConstructor(String.class).newInstance(name.substring("SIG".length()));
                Method handle = signal.getMethod("handle", signal, handler);
                Object before = handle.invoke(null, instance, count);
                atEnd.add(() -> handle.invoke(null, instance, before));
            }
        } catch (ReflectiveOperationException e) {
            LOG.debug("signals are not at hand, a shutdown hook takes their place", e);
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stop"));
        }
    }

    /** Waits until the process is asked to end. */
    public void await() throws InterruptedException {
        asked.await();
    }

    /**
     * Does something when the process is asked to end, on a thread of its own. A second signal ends the process at once.
     *
     * @param stop what stops everything, so that work in progress ends
     */
    public void then(Runnable stop) {
        secondHalts = true;
        Thread thread = new Thread(
                () -> {
                    try {
                        asked.await();
                        stop.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop-signal");
        thread.setDaemon(true);
        thread.start();
    }

    /** The exit code of a command that came to its end: this one, unless it was asked to end before. */
    public int exitCode(int code) {
        return asked.getCount() == 0 ? BY_SIGNAL + number : code;
    }

    /** Ends the process whatever holds it up, if it is still there by then. */
    public void haltAfter(Duration patience, int code) {
        TimerTask halt = new TimerTask() {
            @Override
            public void run() {
                System.err.println("Something does not end; the process exits anyway.");
                Runtime.getRuntime().halt(code);
            }
        };
        new Timer("halt", true).schedule(halt, patience.toMillis());
    }

    /** Says that everything has been stopped. Signals mean again what they meant before, unless the process was asked to end. */
    public void ended() {
        ended.countDown();
        if (asked.getCount() == 0) {
            return;
        }
        try {
            for (Callable<?> restore : atEnd) {
                restore.call();
            }
        } catch (Exception e) {
            LOG.debug("signals are not handled", e);
        }
    }

    private void stopAndWait() {
        asked.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
