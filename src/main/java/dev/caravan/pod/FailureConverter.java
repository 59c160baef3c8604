package dev.caravan.pod;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.caravan.error.ExportException;

/** Logs a failure that a person can mend as its one line, and every other with its stack trace. */
public final class FailureConverter extends ThrowableProxyConverter {

    @Override
    protected String throwableProxyToString(IThrowableProxy thrown) {
        for (IThrowableProxy cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause.getClassName().equals(ExportException.class.getName())) {
                return "  " + cause.getMessage() + System.lineSeparator();
            }
        }
        return super.throwableProxyToString(thrown);
    }
}
