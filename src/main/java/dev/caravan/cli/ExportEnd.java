package dev.caravan.cli;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.Exit;
import dev.caravan.error.ExportException;
import dev.caravan.pod.Pod;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an export ends that was asked to end before it was through: in good order, within seconds, and with a word about what became of it. */
final class ExportEnd {
    /** What was being published may take this long, and the removal of the files of the others too. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final String HOW = "A second signal ends the process at once.";

    private final Console console;
    private final StopSignal signal;
    private @Nullable Pod pod;
    private Runnable beforeStop = () -> {};
    private boolean hasBegun;

    ExportEnd(Console console, StopSignal signal) {
        this.console = console;
        this.signal = signal;
    }

    /** From now on something may be under way. */
    synchronized void mayStop(Pod started) {
        pod = started;
    }

    /** Has this done before the pod is stopped. */
    synchronized void beforeStop(Runnable act) {
        beforeStop = act;
    }

    /** The process was asked to end. */
    void begin() {
        Pod started = started();
        int code = signal.exitCode(Exit.FAILED_RUN.code());
        if (started == null) {
            console.show(new ExportException(
                    ErrorCode.STOPPED, "Asked to end before anything had begun.", "Every table is as it was."));
            Runtime.getRuntime().halt(code);
            return;
        }
        System.err.println("Asked to end: what is not being published yet is not published. " + HOW);
        signal.haltAfter(GRACE.plus(Pod.AFTER_GRACE), code);
        started.interrupt();
        leave();
        started.stop(GRACE);
    }

    private synchronized void leave() {
        beforeStop.run();
    }

    private synchronized @Nullable Pod started() {
        hasBegun = true;
        return pod;
    }

    /**
     * Says what became of the tables, if the export was asked to end.
     *
     * @param published the tables that were
     * @param asked how many were to be exported
     */
    synchronized void tell(List<String> published, int asked) {
        if (!hasBegun) {
            return;
        }
        System.err.println("Ended: " + published.size() + " of " + asked + (asked == 1 ? " table was" : " tables were")
                + " published" + (published.isEmpty() ? "" : " (" + String.join(", ", published) + ")")
                + "; what is not published is as it was.");
    }
}
