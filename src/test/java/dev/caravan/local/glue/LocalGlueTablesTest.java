package dev.caravan.local.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.OwnThread;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.InvalidInputException;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.TableVersion;

/** What a client meets that keeps tables in the catalog itself. */
class LocalGlueTablesTest {
    private static final int THREADS = 4;
    private static final int UPDATES = 10;

    @TempDir
    private static Path folder;

    private static GlueLake lake;
    private static GlueClient glue;

    @BeforeAll
    static void start() {
        lake = GlueLake.start(folder);
        glue = lake.glue();
    }

    @AfterAll
    static void stop() {
        lake.close();
    }

    @Test
    void an_update_with_skip_archive_counts_the_version_and_keeps_no_old_one() {
        database("skip");
        create("skip", "t", input -> {});

        update("skip", "t", "0", true);
        update("skip", "t", "1", false);
        update("skip", "t", "2", true);

        assertThat(table("skip", "t").versionId()).isEqualTo("3");
        assertThat(glue.getTableVersions(request -> request.databaseName("skip").tableName("t"))
                        .tableVersions())
                .extracting(TableVersion::versionId)
                .containsExactly("3", "1");
        assertThat(glue.getTableVersion(request ->
                                request.databaseName("skip").tableName("t").versionId("1"))
                        .tableVersion()
                        .table()
                        .name())
                .isEqualTo("t");
        glue.deleteTableVersion(
                request -> request.databaseName("skip").tableName("t").versionId("1"));
        assertThatThrownBy(() -> glue.getTableVersion(
                        request -> request.databaseName("skip").tableName("t").versionId("1")))
                .isInstanceOf(EntityNotFoundException.class);
    }

    @Test
    void of_clients_that_update_the_same_version_one_succeeds() {
        database("race");
        create("race", "t", input -> {});
        AtomicInteger succeeded = new AtomicInteger();
        List<CompletableFuture<Void>> clients = IntStream.range(0, THREADS)
                .mapToObj(client -> CompletableFuture.runAsync(
                        () -> {
                            for (int done = 0; done < UPDATES; ) {
                                try {
                                    update("race", "t", table("race", "t").versionId(), true);
                                    succeeded.incrementAndGet();
                                    done++;
                                } catch (ConcurrentModificationException e) {
                                    assertThat(e).hasMessageContaining("concurrent");
                                }
                            }
                        },
                        OwnThread::start))
                .toList();
        clients.forEach(CompletableFuture::join);

        assertThat(table("race", "t").versionId()).isEqualTo("" + THREADS * UPDATES);
        assertThat(succeeded).hasValue(THREADS * UPDATES);
    }

    @Test
    void an_update_replaces_the_whole_definition() {
        database("whole");
        create("whole", "t", input -> input.description("old").parameters(Map.of("a", "1")));

        glue.updateTable(request -> request.databaseName("whole")
                .tableInput(input -> input.name("t").owner("me")));

        Table changed = table("whole", "t");
        assertThat(changed.description()).isNull();
        assertThat(changed.parameters()).isEmpty();
        assertThat(changed.owner()).isEqualTo("me");
    }

    @Test
    void the_catalog_of_another_account_is_another_one() {
        database("mine");
        glue.createDatabase(
                request -> request.catalogId("111122223333").databaseInput(database -> database.name("theirs")));
        glue.createTable(request ->
                request.catalogId("111122223333").databaseName("theirs").tableInput(input -> input.name("t")));

        assertThat(glue.getTable(request -> request.catalogId("111122223333")
                                .databaseName("theirs")
                                .name("t"))
                        .table()
                        .catalogId())
                .isEqualTo("111122223333");
        assertThatThrownBy(() -> table("theirs", "t")).isInstanceOf(EntityNotFoundException.class);
    }

    @Test
    void what_glue_refuses_of_a_table_is_refused() {
        database("bounds");
        assertThatThrownBy(() -> create(
                        "bounds",
                        "t",
                        input -> input.storageDescriptor(storage -> storage.columns(column("a", "x".repeat(256))))))
                .isInstanceOf(GlueException.class)
                .hasMessageContaining("less than or equal to 255");
        assertThatThrownBy(() -> create("bounds", "t", input -> input.description("x".repeat(2_049))))
                .isInstanceOf(GlueException.class)
                .hasMessageContaining("2048");
        assertThatThrownBy(() -> create(
                        "bounds",
                        "t",
                        input -> input.storageDescriptor(storage -> storage.columns(column("a", ""), column("A", "")))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Duplicate column name");
        assertThatThrownBy(() ->
                        glue.getTables(request -> request.databaseName("bounds").maxResults(1_001)))
                .isInstanceOf(GlueException.class);
    }

    @Test
    void tables_are_deleted_in_batches_with_an_error_for_each_that_is_not_there() {
        database("batch");
        create("batch", "a", input -> {});
        create("batch", "b", input -> {});

        var errors = glue.batchDeleteTable(
                        request -> request.databaseName("batch").tablesToDelete("a", "nowhere"))
                .errors();

        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.tableName()).isEqualTo("nowhere");
            assertThat(error.errorDetail().errorCode()).isEqualTo("EntityNotFoundException");
        });
        assertThat(glue.getTables(request -> request.databaseName("batch")).tableList())
                .extracting(Table::name)
                .containsExactly("b");
    }

    @Test
    void a_database_is_changed_and_keeps_its_tables() {
        database("changed");
        create("changed", "t", input -> {});
        glue.updateDatabase(request -> request.name("changed")
                .databaseInput(input -> input.name("changed").description("new")));

        assertThat(glue.getDatabase(request -> request.name("changed"))
                        .database()
                        .description())
                .isEqualTo("new");
        assertThat(table("changed", "t").name()).isEqualTo("t");
    }

    private static void database(String name) {
        glue.createDatabase(request -> request.databaseInput(database -> database.name(name)));
    }

    private static void create(String database, String name, Consumer<TableInput.Builder> more) {
        glue.createTable(request -> request.databaseName(database)
                .tableInput(input -> input.name(name).applyMutation(more)));
    }

    private static void update(String database, String name, String version, boolean skipArchive) {
        glue.updateTable(request -> request.databaseName(database)
                .versionId(version)
                .skipArchive(skipArchive)
                .tableInput(input -> input.name(name)));
    }

    private static Table table(String database, String name) {
        return glue.getTable(request -> request.databaseName(database).name(name))
                .table();
    }

    private static Column column(String name, String comment) {
        return Column.builder().name(name).type("int").comment(comment).build();
    }
}
