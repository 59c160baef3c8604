package dev.caravan;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Threads that wait at a certain place of the code: the sign that they will not go on before something else happens. */
public final class WaitingThreads {
    private static final Set<Thread.State> WAITING = EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    private WaitingThreads() {}

    /**
     * How many threads wait in a method, or in what it calls.
     *
     * @param type simple name of the class
     */
    public static long in(String type, String method) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> isIn(entry, type, method))
                .count();
    }

    private static boolean isIn(Map.Entry<Thread, StackTraceElement[]> entry, String type, String method) {
        return WAITING.contains(entry.getKey().getState())
                && Arrays.stream(entry.getValue())
                        .anyMatch(frame -> frame.getClassName().endsWith("." + type)
                                && frame.getMethodName().equals(method));
    }
}
