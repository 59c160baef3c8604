package dev.caravan.cli;

import dev.caravan.error.Exit;
import dev.caravan.error.ExportException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Ends a command that failed: one line for what a person can mend, the stack trace for what nobody foresaw. */
final class ClearFailure implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        if (failure instanceof ExportException known) {
            command.getErr().println(known.getMessage());
            return known.code().exit().code();
        }
        failure.printStackTrace(command.getErr());
        return Exit.FAILED_RUN.code();
    }
}
