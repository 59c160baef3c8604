package dev.caravan.cli;

import java.lang.reflect.Proxy;
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

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Listens from now on. */
    public StopSignal() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object count = Proxy.newProxyInstance(
                    StopSignal.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        asked.countDown();
                        return null;
                    });
            for (String name : new String[] {"TERM", "INT"}) {
                Object instance = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, handler).invoke(null, instance, count);
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

    /** Says that everything has been stopped. */
    public void ended() {
        ended.countDown();
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
