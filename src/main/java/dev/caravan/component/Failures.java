package dev.caravan.component;

import dev.caravan.aws.AwsFailure;
import dev.caravan.aws.HungRequest;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.ExportException;
import dev.caravan.run.ChunkRead;
import dev.caravan.source.SourceFailure;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.Handler;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import software.amazon.awssdk.core.exception.SdkException;

/** What the error handlers of the routes ask about a failure, whichever library it came from. */
public final class Failures {
    /** The name that routes know this bean by. */
    public static final String BEAN = "failures";

    private static final Set<ErrorCode> OF_A_CONNECTION =
            EnumSet.of(ErrorCode.READ_INTERRUPTED, ErrorCode.SOURCE_UNREACHABLE, ErrorCode.SOURCE_BUSY);

    /** What Camel throws when a step names something that does not exist or cannot be read, such as the URI of a toD. */
    private static final Set<Class<? extends Exception>> OF_A_ROUTE = Set.of(
            ResolveEndpointFailedException.class,
            NoSuchEndpointException.class,
            DirectConsumerNotAvailableException.class,
            NoSuchBeanException.class,
            ExpressionIllegalSyntaxException.class);

    /** Whether another attempt is useless: the user has to fix something, or the process is about to end. */
    @Handler
    public boolean needsAPerson(Exchange exchange) {
        if (isEnding(exchange)) {
            return true;
        }
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, exchange.getException(), Throwable.class);
        return failure != null && of(failure, "the run").kind() == ErrorKind.USER;
    }

    /**
     * Whether an upload that failed is not sent again by itself: a person has to fix something, or the store did not move within the
     * limit, twice already, and the same again would take as long. The run is tried again as a whole. An upload whose signature did not
     * fit is sent again, since its body may have changed on the way.
     */
    public boolean endsUpload(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, exchange.getException(), Throwable.class);
        boolean mayHaveChanged = AwsFailure.isOfSignature(failure) && !isEnding(exchange);
        return (needsAPerson(exchange) && !mayHaveChanged)
                || HungRequest.in(failure).isPresent();
    }

    /**
     * Whether a chunk that failed cannot be read again by itself: the fault is not one of its connection, or the snapshot of its run is
     * gone.
     */
    public boolean needsAnotherSnapshot(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, exchange.getException(), Throwable.class);
        return isEnding(exchange)
                || failure == null
                || !OF_A_CONNECTION.contains(of(failure, "the read").code())
                || Runs.findChunk(exchange).filter(ChunkRead::mayReadAgain).isEmpty();
    }

    /** Whether nothing is published any more, so that a run that fails now is not to be tried again or recorded. */
    public static boolean isEnding(Exchange exchange) {
        return Publications.of(exchange.getContext()).isRefused();
    }

    /**
     * The failure behind whatever was thrown.
     *
     * @param where what was being done, for the sentence of a failure that does not say so itself
     */
    public static ExportException of(Throwable thrown, String where) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof ExportException known) {
                return known;
            }
            if (each instanceof SdkException) {
                return AwsFailure.of(each, where);
            }
            if (each instanceof SQLException fault) {
                return SourceFailure.of(fault, Character.toLowerCase(where.charAt(0)) + where.substring(1));
            }
        }
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (OF_A_ROUTE.contains(each.getClass())) {
                return new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        where + " failed: " + each.getMessage() + ".",
                        "Fix the step of the route that names it; caravan validate checks what is known before a run.",
                        thrown);
            }
        }
        return new ExportException(
                ErrorCode.INTERNAL,
                where + " failed: " + thrown + ".",
                "It is retried; report it with the stack trace of the log if it goes on.",
                thrown);
    }
}
