package dev.caravan.component;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.ExportException;
import dev.caravan.plan.SourceFailure;
import java.sql.SQLException;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import software.amazon.awssdk.core.exception.SdkException;

/** What the error handlers of the routes ask about a failure, whichever library it came from. */
public final class Failures {
    /** The name that routes know this bean by. */
    public static final String BEAN = "failures";

    /** Whether trying again is useless until a person has mended something. */
    @Handler
    public boolean needsAPerson(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, exchange.getException(), Throwable.class);
        return failure != null && of(failure, "the run").kind() == ErrorKind.USER;
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
        return new ExportException(
                ErrorCode.INTERNAL,
                where + " failed: " + thrown + ".",
                "It is tried again; report it with the stack trace of the log if it goes on.",
                thrown);
    }
}
