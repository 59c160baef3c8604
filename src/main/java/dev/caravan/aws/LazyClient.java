package dev.caravan.aws;

import dev.caravan.error.ExportException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An AWS client that is built at its first call.
 *
 * <p>The SDK looks for a region while a client is built, and loads half a second of classes; a pod starts without both,
 * and what is missing is said by the run that needs it.
 */
public final class LazyClient<C extends AutoCloseable> implements InvocationHandler {
    private final Supplier<C> builder;
    private @Nullable C client;

    private LazyClient(Supplier<C> builder) {
        this.builder = builder;
    }

    public static <C extends AutoCloseable> C of(Class<C> type, Supplier<C> builder) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new LazyClient<>(builder)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, arguments);
        }
        if (method.getName().equals("close")) {
            close();
            return null;
        }
        try {
            return method.invoke(client(), arguments);
        } catch (InvocationTargetException e) {
            throw asReadable(e.getCause() == null ? e : e.getCause());
        }
    }

    /** The SDK wraps what our credentials provider says into its own exceptions. */
    private static Throwable asReadable(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ExportException readable) {
                return readable;
            }
        }
        return thrown;
    }

    private static @Nullable Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "lazy " + proxy.getClass().getInterfaces()[0].getSimpleName();
        };
    }

    private synchronized C client() {
        if (client == null) {
            client = builder.get();
        }
        return client;
    }

    private synchronized void close() throws Exception {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
