package dev.caravan.limit;

import java.time.Duration;

/** What a wait waits for. Asked by the watching thread, at any moment while the wait lasts. */
public interface Subject {
    /** What is waited for and of whom, as it stands now: {@code the rows of table public.orders, from ...}. */
    String what();

    /** When it is ended. */
    Limit limit();

    /** When the wait is logged, if that differs from other waits. */
    default Duration tellAfter(Duration usual) {
        return usual;
    }

    /** For how long it is left alone beyond its limit, because it ends itself there. */
    default Duration slack() {
        return Duration.ZERO;
    }

    /** Breaks the wait off, without waiting for anything itself; the waiting thread then fails. */
    void end();
}
