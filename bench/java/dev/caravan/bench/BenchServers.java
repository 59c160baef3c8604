package dev.caravan.bench;

import dev.caravan.bench.contender.Places;
import dev.caravan.bench.data.Source;
import dev.caravan.local.LocalStack;
import dev.caravan.local.machine.LocalFolder;
import dev.caravan.local.postgres.LocalPostgres;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The servers and the scratch of a benchmark, which go with it, also when it is interrupted: at scale 1 they are gigabytes. */
final class BenchServers implements AutoCloseable {
    private final LocalStack stack;
    private final Path work;
    private final Places places;
    private final Thread atExit;

    private BenchServers(LocalStack stack, Path work, Places places) {
        this.stack = stack;
        this.work = work;
        this.places = places;
        this.atExit = new Thread(this::remove, "bench-stop");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /**
     * Starts them.
     *
     * @param given the URL of a PostgreSQL, or null for an embedded one
     * @param log takes what the contenders' processes say on standard error
     */
    static BenchServers start(@Nullable String given, Path log) {
        // First, so that nothing has started yet when it is refused.
        Source checked = given == null ? null : new Source(given);
        LocalStack.Builder servers = LocalStack.builder();
        if (checked == null) {
            servers.postgres(postgres());
        }
        LocalStack stack = servers.start();
        Path work = LocalFolder.temporary("caravan-bench");
        Path bucket = stack.s3().folder().resolve(LocalStack.LAKE);
        Source source = checked != null ? checked : new Source(embedded(stack));
        return new BenchServers(stack, work, new Places(source, environment(stack), bucket, work, log));
    }

    /** With memory as a server has it, and no log of what can be made again. */
    private static LocalPostgres.Builder postgres() {
        return LocalPostgres.builder()
                .setting("shared_buffers", "512MB")
                .setting("max_wal_size", "8GB")
                .setting("wal_level", "minimal")
                .setting("max_wal_senders", "0")
                // It would come when it likes.
                .setting("autovacuum", "off");
    }

    private static String embedded(LocalStack stack) {
        return stack.postgres().jdbcUrl() + "?user=" + LocalPostgres.USER + "&password=" + LocalPostgres.PASSWORD;
    }

    private static Map<String, String> environment(LocalStack stack) {
        Map<String, String> variables = stack.environment();
        // In the URL already.
        variables.remove("CARAVAN_SOURCE_DEFAULT_USER");
        variables.remove("CARAVAN_SOURCE_DEFAULT_PASSWORD");
        variables.put("CARAVAN_LAKE_PREFIX", "");
        variables.put("CARAVAN_LAKE_ENCRYPTION", "bucket");
        return variables;
    }

    Places places() {
        return places;
    }

    private void remove() {
        stack.close();
        LocalFolder.remove(work);
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is on its way out already, and the hook with it.
        }
    }
}
