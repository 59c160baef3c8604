package dev.caravan.local;

import dev.caravan.cli.Caravan;

/** Entry of the process where the embedded stack is at hand: the commands of production and those of the stack. */
public final class LocalMain {
    private LocalMain() {}

    /** Runs the command that the arguments name. */
    public static void main(String[] args) {
        System.exit(Caravan.commandLine(new BenchCommand(), new DemoCommand(), new LocalCommand())
                .execute(args));
    }
}
