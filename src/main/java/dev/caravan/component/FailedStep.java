package dev.caravan.component;

import dev.caravan.run.ActiveRun;
import dev.caravan.run.ChunkRead;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Notes at which step of its routes a run fails, and ends its reads there; gives what a step logs the run that it belongs to.
 *
 * <p>Camel tells of a failure inside a split only that the split failed, and its splitter goes on taking what is left of a
 * table, without a use for it, before it lets the failure out.
 */
public final class FailedStep implements InterceptStrategy {
    private static final String NOTE = "CamelCaravanFailedStep";

    /** Shared by an exchange with those that a split makes of it, so that what is noted inside is known outside. */
    private static final class Note {
        /** Of chunks that fail side by side each may have a failure of its own; a route that goes on after failures may have any number. */
        private static final int REMEMBERED = 16;

        private record Failed(Throwable failure, String step) {}

        private final Deque<Failed> latest = new ArrayDeque<>();

        @SuppressWarnings("ReferenceEquality")
        synchronized Optional<String> stepOf(@Nullable Throwable failure) {
            return latest.stream()
                    .filter(failed -> failed.failure == failure)
                    .findFirst()
                    .or(() -> Optional.ofNullable(latest.peekFirst()))
                    .map(Failed::step);
        }

        /** Steps inside others come to know of a failure before those around them, and the innermost counts. */
        @SuppressWarnings("ReferenceEquality")
        synchronized void add(Throwable failure, String step) {
            if (latest.stream().noneMatch(failed -> failed.failure == failure)) {
                latest.addFirst(new Failed(failure, step));
            }
            if (latest.size() > REMEMBERED) {
                latest.removeLast();
            }
        }
    }

    /** The id of the step at which this exchange failed last, such as {@code orders-upload}. */
    public static Optional<String> of(Exchange exchange) {
        Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, exchange.getException(), Throwable.class);
        return Optional.ofNullable(exchange.getProperty(NOTE, Note.class))
                .flatMap(note -> note.stepOf(caught == null ? null : rootOf(caught)));
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return new Watched(target, definition);
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static final class Watched extends DelegateAsyncProcessor {
        private final NamedNode definition;

        Watched(Processor target, NamedNode definition) {
            super(target);
            this.definition = definition;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            if (exchange.getProperty(NOTE) == null) {
                exchange.setProperty(NOTE, new Note());
            }
            AsyncCallback done = doneSync -> {
                Throwable failure = exchange.getException();
                if (failure != null) {
                    Optional.ofNullable(exchange.getProperty(NOTE, Note.class))
                            .ifPresent(note -> note.add(rootOf(failure), definition.getId()));
                    Optional.ofNullable(exchange.getProperty(CaravanConstants.RUN, ActiveRun.class))
                            .ifPresent(run -> abandon(run, exchange));
                }
                callback.done(doneSync);
            };
            // Not taken back when this returns: Camel does much of a split afterwards, on the same thread.
            RunAccount.markLines(exchange);
            return super.process(exchange, done);
        }

        /** Of a chunk, no more than its own read: it may be read again. */
        private void abandon(ActiveRun run, Exchange exchange) {
            RouteDefinition route =
                    definition instanceof ProcessorDefinition<?> step ? ProcessorDefinitionHelper.getRoute(step) : null;
            if (route == null || !(route.getErrorHandlerFactory() instanceof NoErrorHandlerDefinition)) {
                return;
            }
            Optional<ChunkRead> chunk = Runs.findChunk(exchange);
            if (chunk.isEmpty() || route.getRouteId().equals(exchange.getProperty(CaravanConstants.RUN_ROUTE))) {
                run.abandonReads();
            } else {
                chunk.get().abandon();
            }
        }
    }
}
