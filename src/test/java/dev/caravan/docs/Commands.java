package dev.caravan.docs;

import dev.caravan.bench.BenchCommand;
import dev.caravan.cli.Caravan;
import dev.caravan.local.LocalCommand;
import dev.caravan.local.demo.DemoCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** The commands of {@code ./caravan}, those of the embedded servers and the benchmark among them. */
final class Commands {
    private Commands() {}

    /** The root. */
    static CommandLine root() {
        return Caravan.commandLine(new BenchCommand(), new DemoCommand(), new LocalCommand());
    }

    /** Each command by its qualified name, {@code caravan export}; the root first, then in the order of their names. */
    static Map<String, CommandLine> all() {
        Map<String, CommandLine> all = new LinkedHashMap<>();
        add(root(), all);
        return all;
    }

    private static void add(CommandLine command, Map<String, CommandLine> all) {
        all.put(command.getCommandSpec().qualifiedName(), command);
        new TreeMap<>(command.getSubcommands()).values().forEach(each -> add(each, all));
    }
}
