package dev.caravan.cli;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.Exit;
import dev.caravan.error.ExportException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Ends a command that failed: one line for what the user can fix, the stack trace for an unexpected failure, and JSON with --json. */
final class ClearFailure implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final IParameterExceptionHandler usage;

    /**
     * A handler.
     *
     * @param usage prints what is wrong with the arguments, and what is legal
     */
    ClearFailure(IParameterExceptionHandler usage) {
        this.usage = usage;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments) {
        ExportException known = failure instanceof ExportException reported
                ? reported
                : new ExportException(
                        ErrorCode.INTERNAL,
                        "The command failed: " + failure + ".",
                        "Report this with the stack trace on standard error.",
                        failure);
        if (command.getCommand() instanceof JsonAnswer answer && answer.isJson()) {
            command.getOut().println(JsonAnswer.line(answer.failed(known)));
        }
        if (failure == known) {
            command.getErr().println(known.getMessage());
            int code = known.code().exit().code();
            // Nothing is run by commands that only look, so that what they cannot reach is no failed run.
            return known.kind() == ErrorKind.INTERNAL
                    ? code
                    : Math.max(code, command.getCommandSpec().exitCodeOnExecutionException());
        }
        failure.printStackTrace(command.getErr());
        return Exit.FAILED_RUN.code();
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) throws Exception {
        CommandLine command = failure.getCommandLine();
        if (command.getCommand() instanceof JsonAnswer answer
                && Arrays.asList(arguments).contains(JsonAnswer.OPTION)) {
            command.getOut()
                    .println(JsonAnswer.line(answer.failed(new ExportException(
                            ErrorCode.BAD_CONFIGURATION,
                            failure.getMessage() + ".",
                            "See caravan " + command.getCommandName() + " --help.",
                            failure))));
        }
        return usage.handleParseException(failure, arguments);
    }
}
