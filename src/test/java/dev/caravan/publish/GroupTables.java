package dev.caravan.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.ProxiedRequest;
import dev.caravan.TestStack;
import dev.caravan.aws.GlueTables;
import dev.caravan.aws.S3LakeStore;
import dev.caravan.catalog.CatalogTables;
import dev.caravan.catalog.ListedTable;
import dev.caravan.cleanup.CatalogReferences;
import dev.caravan.cleanup.Cleanup;
import dev.caravan.cleanup.Leftover;
import dev.caravan.lake.CatalogEntry;
import dev.caravan.lake.CatalogMode;
import dev.caravan.lake.Json;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.PublishMode;
import dev.caravan.lake.Retention;
import dev.caravan.lake.RunFolder;
import dev.caravan.lake.RunFolder.Claim;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument;
import dev.caravan.partition.Partition;
import dev.caravan.partition.Partitioning;
import dev.caravan.plan.Completeness;
import dev.caravan.plan.RunId;
import dev.caravan.plan.SourceComments;
import dev.caravan.plan.TableRun;
import dev.caravan.read.BadValues;
import dev.caravan.run.ReadRun;
import dev.caravan.write.DataFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Tables of one lake that are published as the group {@code g}. All runs of a moment have the same name, so that a reader who finds two
 * names sees two moments. What publishes reaches S3 and Glue through proxies, whoever judges does not.
 */
final class GroupTables implements AutoCloseable {
    static final String PREFIX = "raw/";

    private static final Instant FIRST = Instant.parse("2026-11-22T04:15:00Z");
    private static final Retention RETENTION = new Retention(1000, 3650);

    private final List<String> names;
    private final String bucket;
    private final DataFile file;
    private final FaultyProxy s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
    private final FaultyProxy glue = FaultyProxy.before(TestStack.get().glueEndpoint());
    private final S3Client s3Client = TestStack.s3();
    private final GlueClient glueClient = TestStack.glue();
    private final S3Client brokenS3 = TestStack.s3(s3.endpoint());
    private final GlueClient brokenGlue = TestStack.glue(glue.endpoint());
    /** Behind the proxies. */
    final LakeStore store;
    /** Behind the proxies. */
    final CatalogTables tables;

    private final LakeStore judgingStore;
    private final CatalogTables judgingTables;
    private int moment;

    GroupTables(Path folder, String... names) {
        this.names = List.of(names);
        this.bucket = TestStack.freshBucket("group");
        this.file = file(folder);
        this.store = new S3LakeStore(brokenS3, bucket);
        this.tables = new GlueTables(brokenGlue);
        this.judgingStore = new S3LakeStore(s3Client, bucket);
        this.judgingTables = new GlueTables(glueClient);
    }

    private static DataFile file(Path folder) {
        Path path = folder.resolve("00000-00000.parquet");
        try (DuckDb duck = DuckDb.open()) {
            duck.execute("COPY (SELECT 1 AS a UNION ALL SELECT 2) TO '" + path + "' (FORMAT parquet)");
            byte[] bytes = Files.readAllBytes(path);
            // The file ends in the length of the footer, and PAR1.
            int footer =
                    8 + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
            return new DataFile(
                    path,
                    "00000-00000.parquet",
                    Partition.NONE,
                    2,
                    bytes.length,
                    footer,
                    "00000000",
                    "00000000",
                    List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Layout layout(String table) {
        return new Layout(PREFIX, table);
    }

    CatalogEntry entry(String table) {
        return new CatalogEntry(null, bucket.replace('-', '_'), table);
    }

    /** The name of the runs of the present moment. */
    String run() {
        return RunId.of(FIRST.plusSeconds(moment));
    }

    /** Another moment begins; tells the name of its runs. */
    String next() {
        moment++;
        return run();
    }

    /** What each table shows, in their order. */
    List<String> all(String run) {
        return names.stream().map(name -> run).toList();
    }

    Publisher publisher(String table, PublishMode mode) {
        return new Publisher(
                store,
                layout(table),
                mode,
                CatalogMode.GLUE,
                new CatalogTarget(tables, entry(table), false),
                new Keep(1, Duration.ZERO),
                RETENTION);
    }

    /** All tables, ready for a publication at a new moment. */
    List<Pending> prepared() {
        next();
        return names.stream().map(this::prepared).toList();
    }

    /** A table, ready for a publication at the present moment. */
    Pending prepared(String table) {
        Uploaded uploaded = upload(table, PublishMode.SWAP);
        return publisher(table, PublishMode.SWAP)
                .prepare(uploaded.read, uploaded.attempt, uploaded.folder, Optional.empty());
    }

    /** Publishes one table by itself. */
    void alone(String table, PublishMode mode) {
        Uploaded uploaded = upload(table, mode);
        publisher(table, mode).publish(uploaded.read, uploaded.attempt, uploaded.folder, Optional.empty());
        if (mode == PublishMode.REPLACE) {
            new CatalogUpdate(store, layout(table), tables).run(entry(table), null, false);
        }
    }

    /** What an attempt has uploaded. */
    record Uploaded(ReadRun read, String attempt, RunFolder folder) {}

    Uploaded upload(String table, PublishMode mode) {
        String attempt = RunId.attempt(null);
        RunFolder folder = RunFolder.next(mode, state(table), layout(table), Claim.NONE);
        store.put(folder.key(layout(table), run(), attempt) + file.name(), file.path());
        TableRun plan = new TableRun(
                table,
                "table " + table,
                run(),
                Instant.now(),
                List.of(),
                List.of(),
                0,
                Completeness.UNKNOWN,
                null,
                SourceComments.NONE,
                Duration.ZERO,
                List.of(),
                Partitioning.NONE,
                List.of());
        return new Uploaded(
                new ReadRun(plan, List.of(), 2, BadValues.NONE, List.of(file), List.of(), List.of(), Duration.ZERO),
                attempt,
                folder);
    }

    State state(String table) {
        return new StateDocument(judgingStore, layout(table)).read().state();
    }

    /** Another process looks for what was left. */
    void recover() {
        new UnfinishedPublications(judgingStore, PREFIX, judgingTables).settleAll(Set.of(), Duration.ZERO);
    }

    /** Another process looks for what was left, behind the proxies. */
    void recoverBroken() {
        new UnfinishedPublications(store, PREFIX, tables).settleAll(Set.of(), Duration.ZERO);
    }

    /** Removes what nothing refers to, however young it is. */
    List<Leftover> clean() {
        List<Leftover> removed = new ArrayList<>();
        new Cleanup(
                        judgingStore,
                        PREFIX,
                        RETENTION,
                        Duration.ZERO,
                        new CatalogReferences(judgingTables, null, entry("a").database(), bucket))
                .remove(removed::add);
        return removed;
    }

    /** The run that readers of each table find, in the order of the tables; empty before the first one. */
    List<String> moments(String where) {
        return names.stream().map(name -> moment(name, where)).toList();
    }

    /** State, manifest, files and catalog say the same; tells the run that they say. */
    private String moment(String table, String where) {
        String what = where + ", table " + table;
        State state = state(table);
        Optional<ListedTable> listed = judgingTables.find(entry(table));
        assertThat(state.publishing()).as(what + ": nothing is under way").isNull();
        if (state.runId().isEmpty()) {
            assertThat(listed).as(what).isEmpty();
            return "";
        }
        assertThat(listed.orElseThrow().location())
                .as(what)
                .isEqualTo("s3://" + bucket + "/" + state.location(layout(table)));
        assertThat(listed.orElseThrow().parameters())
                .as(what)
                .containsEntry("caravan_attempt", state.attempt())
                .containsEntry("caravan_run", state.runId());
        assertThat(keys("")).as(what).containsAll(state.files()).contains(state.manifest());
        assertThat(attemptOf(state.manifest())).as(what).isEqualTo(state.attempt());
        state.kept().forEach(run -> assertThat(keys(run.location())).as(what).isNotEmpty());
        if (!state.names(run())) {
            assertThat(keys(layout(table).manifest(run()))).as(what).isEmpty();
        }
        return state.runId();
    }

    private String attemptOf(String manifest) {
        return Json.tree(judgingStore.read(manifest).orElseThrow().bytes())
                .path("attempt")
                .asText();
    }

    Set<String> keys(String prefix) {
        Set<String> keys = new TreeSet<>();
        judgingStore.list(prefix).forEach(entry -> keys.add(entry.key()));
        return keys;
    }

    /** What lies in the lake that is neither a file of a current or earlier run, nor a state or a manifest. */
    Set<String> strays() {
        Set<String> strays = keys(PREFIX);
        for (String table : names) {
            State state = state(table);
            state.files().forEach(strays::remove);
            state.kept().forEach(run -> KeptFiles.of(judgingStore, layout(table), run)
                    .forEach(strays::remove));
            strays.remove(layout(table).state());
            strays.removeIf(key -> key.startsWith(layout(table).manifests()));
        }
        return strays;
    }

    /** Breaks requests to S3 and Glue that match. */
    void fail(Predicate<ProxiedRequest> when, Fault fault) {
        s3.fail(when, fault);
        glue.fail(when, fault);
    }

    /** Nothing is reached from so many requests on, as if the process was killed. */
    void stopAfter(int requests) {
        AtomicInteger count = new AtomicInteger();
        fail(any -> count.incrementAndGet() > requests, new Fault.Reset());
    }

    /** Nothing is reached from so many updates of the catalog on. */
    void stopAfterUpdates(int updates) {
        AtomicInteger count = new AtomicInteger();
        AtomicBoolean isOver = new AtomicBoolean();
        fail(
                request -> {
                    if (isUpdate(request) && count.incrementAndGet() > updates) {
                        isOver.set(true);
                    }
                    return isOver.get();
                },
                new Fault.Reset());
    }

    /** Breaks one request. */
    void failOne(int passing, Fault fault) {
        AtomicInteger count = new AtomicInteger();
        fail(any -> count.incrementAndGet() == passing + 1, fault);
    }

    /** Glue refuses some updates of tables. */
    void refuseUpdates(int passing, int times) {
        glue.fail(passing, times, GroupTables::isUpdate, Fault.glueError(400, "AccessDeniedException"));
    }

    static boolean isUpdate(ProxiedRequest request) {
        return request.operation().equals("UpdateTable") || request.operation().equals("CreateTable");
    }

    /** How many requests came. */
    int requests() {
        return s3.seen().size() + glue.seen().size();
    }

    void heal() {
        s3.heal();
        glue.heal();
    }

    @Override
    public void close() {
        s3Client.close();
        glueClient.close();
        brokenS3.close();
        brokenGlue.close();
        s3.close();
        glue.close();
    }
}
