package dev.caravan.bench;

import dev.caravan.cli.Caravan;
import dev.caravan.local.LocalCommand;
import dev.caravan.local.demo.DemoCommand;

/** Entry of the process that {@code ./caravan} starts: the commands of production, those of the embedded servers, and the benchmark. */
public final class LauncherMain {
    private LauncherMain() {}

    /** Runs the command that the arguments name. */
    public static void main(String[] args) {
        System.exit(Caravan.commandLine(new BenchCommand(), new DemoCommand(), new LocalCommand())
                .execute(args));
    }
}
