package dev.caravan.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.ExportException;

/** Logs a failure that the user can fix as one line, and every other with its stack trace. */
public final class FailureText extends ThrowableProxyConverter {

    @Override
    protected String throwableProxyToString(IThrowableProxy thrown) {
        for (IThrowableProxy cause = thrown; cause != null; cause = cause.getCause()) {
            boolean isFixable = cause instanceof ThrowableProxy proxy
                    && proxy.getThrowable() instanceof ExportException failure
                    && failure.kind() != ErrorKind.INTERNAL;
            if (isFixable) {
                return "  " + SafeText.of(cause.getMessage()) + System.lineSeparator();
            }
        }
        return super.throwableProxyToString(new SafeThrowable(thrown));
    }
}
