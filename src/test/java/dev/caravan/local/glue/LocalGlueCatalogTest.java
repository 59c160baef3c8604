package dev.caravan.local.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.InvalidInputException;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.Table;

class LocalGlueCatalogTest {
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
    void aDatabaseIsMadeFoundListedAndDropped() {
        glue.createDatabase(request -> request.databaseInput(
                database -> database.name("Shop").description("All of it").locationUri("s3://lake/shop/")));

        Database shop = glue.getDatabase(request -> request.name("shop")).database();
        assertThat(shop.name()).isEqualTo("shop");
        assertThat(shop.description()).isEqualTo("All of it");
        assertThat(shop.createTime()).isBetween(Instant.now().minus(1, ChronoUnit.MINUTES), Instant.now());
        assertThat(glue.getDatabases(all -> {}).databaseList())
                .extracting(Database::name)
                .contains("shop");
        assertThatThrownBy(() -> createDatabase("shop")).isInstanceOf(AlreadyExistsException.class);

        glue.deleteDatabase(request -> request.name("shop"));
        assertThatThrownBy(() -> glue.getDatabase(request -> request.name("shop")))
                .isInstanceOf(EntityNotFoundException.class)
                .hasMessageContaining("Database shop not found");
        assertThatThrownBy(() -> glue.deleteDatabase(request -> request.name("shop")))
                .isInstanceOf(EntityNotFoundException.class);
    }

    @Test
    void aTableKeepsAllThatItWasGivenAndItsVersions() {
        createDatabase("versions");
        createTable("versions", "Orders", "bigint");

        Table first = table("versions", "ORDERS");
        assertThat(first.name()).isEqualTo("orders");
        assertThat(first.databaseName()).isEqualTo("versions");
        assertThat(first.storageDescriptor().columns()).containsExactly(column("id", "bigint"));
        assertThat(first.parameters()).containsEntry("classification", "parquet");
        assertThat(first.versionId()).isEqualTo("0");

        glue.updateTable(
                request -> request.databaseName("versions").versionId("0").tableInput(input -> input.name("orders")
                        .storageDescriptor(storage -> storage.columns(column("id", "string")))));

        assertThat(table("versions", "orders").versionId()).isEqualTo("1");
        assertThat(table("versions", "orders").createTime()).isEqualTo(first.createTime());
        assertThat(glue.getTableVersions(
                                request -> request.databaseName("versions").tableName("orders"))
                        .tableVersions())
                .extracting(version ->
                        version.table().storageDescriptor().columns().get(0).type())
                .containsExactly("string", "bigint");
    }

    @Test
    void anUpdateOfAnotherVersionThanTheCurrentOneIsRefused() {
        createDatabase("optimistic");
        createTable("optimistic", "orders", "bigint");

        assertThatThrownBy(() -> glue.updateTable(request ->
                        request.databaseName("optimistic").versionId("7").tableInput(input -> input.name("orders"))))
                .isInstanceOf(ConcurrentModificationException.class)
                .hasMessageContaining("current version is 0");
    }

    @Test
    void tablesAreListedByPagesAndByExpression() {
        createDatabase("pages");
        for (int i = 0; i < 5; i++) {
            createTable("pages", "t" + i, "int");
        }

        assertThat(glue.getTablesPaginator(
                        request -> request.databaseName("pages").maxResults(2)))
                .flatExtracting(page -> page.tableList())
                .extracting(table -> table.name())
                .containsExactly("t0", "t1", "t2", "t3", "t4");
        assertThat(glue.getTables(request -> request.databaseName("pages").maxResults(2))
                        .tableList())
                .hasSize(2);
        assertThat(glue.getTables(request -> request.databaseName("pages").expression("t[12]"))
                        .tableList())
                .extracting(Table::name)
                .containsExactly("t1", "t2");
        assertThatThrownBy(() ->
                        glue.getTables(request -> request.databaseName("pages").nextToken("mine")))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aTableIsDroppedOnceAndItsNameIsFreeAgain() {
        createDatabase("drops");
        createTable("drops", "orders", "int");
        assertThatThrownBy(() -> createTable("drops", "orders", "int")).isInstanceOf(AlreadyExistsException.class);

        glue.deleteTable(request -> request.databaseName("drops").name("orders"));

        assertThatThrownBy(() -> glue.deleteTable(
                        request -> request.databaseName("drops").name("orders")))
                .isInstanceOf(EntityNotFoundException.class);
        assertThatThrownBy(() -> table("drops", "orders")).isInstanceOf(EntityNotFoundException.class);
        createTable("drops", "orders", "int");
    }

    @Test
    void partitionsAreAddedOneByOneAndInBatches() {
        createDatabase("parts");
        glue.createTable(request -> request.databaseName("parts")
                .tableInput(input -> input.name("events").partitionKeys(column("day", "string"))));
        PartitionInput first = PartitionInput.builder().values("2026-01-01").build();
        PartitionInput second = PartitionInput.builder().values("2026-01-02").build();
        glue.createPartition(
                request -> request.databaseName("parts").tableName("events").partitionInput(first));

        var errors = glue.batchCreatePartition(request ->
                        request.databaseName("parts").tableName("events").partitionInputList(first, second))
                .errors();

        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.partitionValues()).containsExactly("2026-01-01");
            assertThat(error.errorDetail().errorCode()).isEqualTo("AlreadyExistsException");
        });
        assertThat(glue.getPartitions(request -> request.databaseName("parts").tableName("events"))
                        .partitions())
                .extracting(partition -> partition.values())
                .containsExactly(List.of("2026-01-01"), List.of("2026-01-02"));
        assertThatThrownBy(() -> glue.createPartition(request -> request.databaseName("parts")
                        .tableName("events")
                        .partitionInput(input -> input.values("a", "b"))))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> glue.getPartitions(request ->
                        request.databaseName("parts").tableName("events").expression("day > '2026'")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("does not know Expression");
    }

    @Test
    void anOperationThatItLacksIsNamed() {
        assertThatThrownBy(() -> glue.getJob(request -> request.jobName("etl")))
                .isInstanceOf(GlueException.class)
                .hasMessageContaining("no operation GetJob")
                .extracting(e -> ((GlueException) e).awsErrorDetails().errorCode())
                .isEqualTo("UnknownOperationException");
    }

    @Test
    void wrongKeysAreRefusedAsByAws() {
        assertRefused("somebody", "caravan-secret", "UnrecognizedClientException");
        assertRefused("caravan", "wrong-secret", "InvalidSignatureException");
    }

    @Test
    void aRequestWithoutSignatureIsRefused() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(lake.endpoint() + "/"))
                                .header("X-Amz-Target", "AWSGlue.GetDatabases")
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("MissingAuthenticationTokenException");
    }

    private static void assertRefused(String accessKey, String secretKey, String code) {
        try (GlueClient stranger = GlueLake.client(lake.endpoint(), accessKey, secretKey)) {
            assertThatThrownBy(() -> stranger.getDatabases(all -> {}))
                    .isInstanceOf(GlueException.class)
                    .extracting(e -> ((GlueException) e).awsErrorDetails().errorCode())
                    .isEqualTo(code);
        }
    }

    private static void createDatabase(String name) {
        glue.createDatabase(request -> request.databaseInput(database -> database.name(name)));
    }

    private static void createTable(String database, String name, String idType) {
        glue.createTable(request -> request.databaseName(database).tableInput(input -> input.name(name)
                .parameters(Map.of("classification", "parquet"))
                .storageDescriptor(storage -> storage.columns(column("id", idType)))));
    }

    private static Column column(String name, String type) {
        return Column.builder().name(name).type(type).build();
    }

    private static Table table(String database, String name) {
        return glue.getTable(request -> request.databaseName(database).name(name))
                .table();
    }
}
