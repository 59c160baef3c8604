package dev.caravan;

import dev.caravan.cli.Caravan;

/** Entry of the process: runs one command and ends with its exit code. */
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name. */
    public static void main(String[] args) {
        System.exit(Caravan.commandLine().execute(args));
    }
}
