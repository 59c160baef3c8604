package dev.caravan.component;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those that are told of the runs of a Camel context. */
public final class RunObservers {
    private static final Logger LOG = LoggerFactory.getLogger(RunObservers.class);

    private final List<RunObserver> all = new CopyOnWriteArrayList<>();

    private volatile boolean stopping;

    private RunObservers() {}

    /** Those of this context. */
    public static synchronized RunObservers of(CamelContext context) {
        RunObservers present = context.getRegistry().lookupByNameAndType("runObservers", RunObservers.class);
        if (present == null) {
            present = new RunObservers();
            context.getRegistry().bind("runObservers", present);
        }
        return present;
    }

    /** Tells this one too, of what happens from now on. */
    public void add(RunObserver observer) {
        all.add(observer);
    }

    /** The process stops: what runs wait for may be ended from now on, which is no failure of theirs. */
    public void stop() {
        stopping = true;
    }

    boolean areStopping() {
        return stopping;
    }

    /** Tells all of them. */
    void tell(Consumer<RunObserver> what) {
        for (RunObserver observer : all) {
            try {
                what.accept(observer);
            } catch (RuntimeException | Error e) {
                LOG.error(
                        "{} failed; the run is not affected.",
                        observer.getClass().getSimpleName(),
                        e);
            }
        }
    }
}
