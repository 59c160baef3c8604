package dev.caravan.component;

import dev.caravan.run.ActiveRun;
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
 * Notes at which step of its routes a run fails, and ends its reads there.
 *
 * <p>Camel tells of a failure inside a split only that the split failed, and its splitter goes on taking what is left of a
 * table, without a use for it, before it lets the failure out.
 */
public final class FailedStep implements InterceptStrategy {
    private static final String NOTE = "CamelCaravanFailedStep";

    /** Shared by an exchange with those that a split makes of it, so that what is noted inside is known outside. */
    private static final class Note {
        private @Nullable Throwable failure;
        private @Nullable String step;
    }

    /** The id of the step at which this exchange failed last, such as {@code orders-upload}. */
    public static Optional<String> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(NOTE, Note.class)).map(note -> note.step);
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return new Watched(target, definition);
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
            return super.process(exchange, doneSync -> {
                Throwable failure = exchange.getException();
                if (failure != null) {
                    note(exchange, rootOf(failure));
                    if (isNotTriedAgainHere()) {
                        Optional.ofNullable(exchange.getProperty(CaravanConstants.RUN, ActiveRun.class))
                                .ifPresent(ActiveRun::abandonReads);
                    }
                }
                callback.done(doneSync);
            });
        }

        /** Steps inside others come to know of a failure before those around them, and the innermost counts. */
        private void note(Exchange exchange, Throwable failure) {
            Note note = exchange.getProperty(NOTE, Note.class);
            if (note != null && note.failure != failure) {
                note.failure = failure;
                note.step = definition.getId();
            }
        }

        private boolean isNotTriedAgainHere() {
            RouteDefinition route =
                    definition instanceof ProcessorDefinition<?> step ? ProcessorDefinitionHelper.getRoute(step) : null;
            return route != null && route.getErrorHandlerFactory() instanceof NoErrorHandlerDefinition;
        }

        private static Throwable rootOf(Throwable failure) {
            Throwable root = failure;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return root;
        }
    }
}
