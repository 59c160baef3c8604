package dev.caravan.local;

import dev.caravan.cli.StopSignal;
import dev.caravan.error.Exit;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caravan local}: the embedded servers alone, for development and for other tools to connect to. */
@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts S3 and Glue, and with --postgres PostgreSQL, on this machine until it is ended.",
            "",
            "They speak the real protocols: Caravan, the AWS SDKs, the AWS command line and psql can use "
                    + "them. They listen on 127.0.0.1 only. The access key is caravan, the secret key caravan-secret, "
                    + "the region us-east-1, and the bucket lake. The object KEY of that bucket is the file "
                    + "DIR/lake/KEY, which DuckDB and other tools can read.",
            "",
            "It prints the settings as a shell script. Paste it where you start caravan, or write it to a " + "file:",
            "",
            "  caravan local --postgres > lake.env &",
            "  . ./lake.env && caravan export --all",
            "",
            "Options:"
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  ended by SIGTERM or Ctrl-C",
            "  2  a port is in use, or the folder cannot be used",
            "",
            "Examples:",
            "  caravan local                        S3 on port 9000, Glue on port 9001",
            "  caravan local --postgres --dir lake  and PostgreSQL on port 54320; files stay",
            "  caravan local --s3-port 0            S3 on any free port"
        })
public final class LocalCommand implements Callable<Integer> {
    @Option(
            names = "--s3-port",
            paramLabel = "PORT",
            defaultValue = "9000",
            description = "Port of S3 (default: ${DEFAULT-VALUE}); 0 is any free port.")
    private int s3Port;

    @Option(
            names = "--glue-port",
            paramLabel = "PORT",
            defaultValue = "9001",
            description = "Port of Glue (default: ${DEFAULT-VALUE}); 0 is any free port.")
    private int gluePort;

    @Option(names = "--postgres", description = "Start PostgreSQL too, with user postgres and password caravan-secret.")
    private boolean postgres;

    @Option(
            names = "--postgres-port",
            paramLabel = "PORT",
            defaultValue = "54320",
            description = "Port of PostgreSQL (default: ${DEFAULT-VALUE}); 0 is any free port.")
    private int postgresPort;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "Folder of the files. They stay there, and existing ones are used again. Without it they are in "
                            + "a temporary folder that is removed at the end.")
    private @Nullable Path folder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        StopSignal stop = new StopSignal();
        LocalStack.Builder builder = LocalStack.builder().s3Port(s3Port).gluePort(gluePort);
        if (postgres) {
            builder.postgres(postgresPort);
        }
        if (folder != null) {
            builder.folder(folder);
        }
        try (LocalStack stack = builder.start()) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(new LocalSettings(stack, folder != null, Map.of()).script());
            out.flush();
            stop.await();
        } finally {
            stop.ended();
        }
        return Exit.PUBLISHED.code();
    }
}
