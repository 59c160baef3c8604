package dev.caravan.cli;

import dev.caravan.contract.Contract;
import dev.caravan.error.Count;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.Exit;
import dev.caravan.error.ExportException;
import dev.caravan.pod.Pod;
import dev.caravan.scaffold.Scaffold;
import dev.caravan.scaffold.TableFile;
import dev.caravan.source.Snapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan scaffold}: table files from a live database. */
@Command(
        name = "scaffold",
        exitCodeOnExecutionException = 2,
        mixinStandardHelpOptions = true,
        header = "Prints a table file for each table, ready for the route folder.",
        description = {
            "",
            "Comments in the file say what each column becomes, and which columns could be a watermark or a "
                    + "partition. Proposals that follow from a sample of the rows, such as decimal(p,s) for a numeric "
                    + "without a precision, are comments too. Parameters without which the table could not be exported "
                    + "are set. The routeId depends only on the schema and the name of the table, and no two tables "
                    + "have the same routeId.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  caravan scaffold public.orders > routes/orders.camel.yaml",
            "  caravan scaffold --dir routes public.orders 'public.\"Order Items\"'",
            "  caravan scaffold --dir routes --contract public.orders",
            "",
            "Exit code: 0, or 2 when a table cannot be read; the others are written."
        })
public final class ScaffoldCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "SCHEMA.TABLE",
            description = "Tables or views as SQL names them, with double quotes where SQL needs them.")
    private List<String> tables = new ArrayList<>();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Write a file for each table into this folder. An existing file is not changed.")
    private @Nullable Path folder;

    @Option(
            names = "--contract",
            description =
                    "With --dir: write a contract, an Avro schema of the present columns, beside each table file, "
                            + "and name it in the file.")
    private boolean contract;

    @Mixin
    private SourceOption source;

    @Mixin
    private ConfigOption config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (contract && folder == null) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "--contract writes a file beside the table file, and no folder is named.",
                    "Name the folder with --dir.");
        }
        if (folder != null) {
            Files.createDirectories(folder);
        }
        PrintWriter err = spec.commandLine().getErr();
        Set<String> ids = new HashSet<>();
        int failed = 0;
        try (Pod pod = config.start(Pod.Purpose.LOOK)) {
            DataSource database = source.of(pod);
            for (String table : tables) {
                // What stops this would stop all others too.
                try (Snapshot snapshot = Snapshot.open(database, "table " + table)) {
                    scaffold(snapshot, table, ids);
                } catch (Unreadable e) {
                    failed++;
                    err.println(e.getMessage());
                }
            }
        }
        if (failed > 0 && tables.size() > 1) {
            err.println(
                    Count.of(failed, "relation") + " of " + tables.size() + " could not be scaffolded, named above.");
        }
        err.flush();
        return (failed == 0 ? Exit.PUBLISHED : Exit.CONFIGURATION).code();
    }

    private void scaffold(Snapshot snapshot, String table, Set<String> ids) throws Unreadable, IOException {
        try {
            TableFile file = Scaffold.of(snapshot, table);
            if (!source.isDefault()) {
                file.parameter("source", source.name());
            }
            if (!ids.add(file.routeId())) {
                return;
            }
            if (folder != null) {
                write(file, folder);
            } else {
                System.out.print((ids.size() == 1 ? "" : "\n") + file);
            }
        } catch (RuntimeException e) {
            throw new Unreadable(table, e);
        }
    }

    private void write(TableFile file, Path folder) throws IOException {
        if (contract) {
            String schema = file.routeId() + ".avsc";
            file.parameter("schema", schema);
            write(
                    folder.resolve(schema),
                    Contract.of(file.routeId(), file.columns()).toString(true) + "\n");
        }
        write(folder.resolve(file.routeId() + ".camel.yaml"), file.toString());
    }

    private static void write(Path path, String content) throws IOException {
        if (Files.exists(path)) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "There is a file " + path + " already.",
                    "Delete it, or name another folder with --dir.");
        }
        Files.writeString(path, content);
        System.out.println(path);
    }

    /** A relation for which there is no file; those after it have theirs. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String table, RuntimeException cause) {
            super(
                    table + ": " + (cause instanceof ExportException known ? known.getMessage() : cause.toString()),
                    cause);
        }
    }
}
