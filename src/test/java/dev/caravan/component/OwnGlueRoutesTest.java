package dev.caravan.component;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.TestStack;
import dev.caravan.component.gluetable.GlueTableComponent;
import dev.caravan.component.lakepublish.LakePublishComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Table;

/** Routes of users that write the Glue table themselves, in a Camel context that is no pod. */
class OwnGlueRoutesTest {
    private final String bucket = TestStack.freshBucket("ownglue");
    private final String database = bucket.replace('-', '_');
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final GlueClient glue = TestStack.glue();

    @TempDir
    private Path staging;

    @BeforeEach
    void start() {
        context.getRegistry().bind("theirS3", TestStack.s3());
        context.getRegistry().bind("theirGlue", glue);
        context.getPropertiesComponent()
                .addInitialProperty(
                        "caravan.staging.dir", staging.resolve("files").toString());
        LakePublishComponent publish = context.getComponent("lake-publish", LakePublishComponent.class);
        publish.getConfiguration().setBucket(bucket);
        publish.getConfiguration().setDatabase(database);
        GlueTableComponent table = context.getComponent("glue-table", GlueTableComponent.class);
        table.getConfiguration().setBucket(bucket);
        table.getConfiguration().setDatabase(database);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Exchange run(String... last) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:own")
                        .to("lake-run:words")
                        .setBody(constant(List.of(Map.of("id", 1, "word", "one"), Map.of("id", 2, "word", "two"))))
                        .to("parquet-file:words")
                        .to("lake-upload:words?to=RAW(aws2-s3:" + bucket + "?deleteAfterWrite=true)")
                        .to(last);
            }
        });
        context.start();
        return context.createFluentProducerTemplate().to("direct:own").send();
    }

    private Table table() {
        return glue.getTable(request -> request.databaseName(database).name("words"))
                .table();
    }

    private List<Path> files() throws Exception {
        String key = table().storageDescriptor().location().substring(("s3://" + bucket + "/").length());
        try (Stream<Path> found = Files.list(TestStack.folder(bucket).resolve(key))) {
            return found.toList();
        }
    }

    @Test
    void a_swap_without_a_step_lake_schema_copies_the_files_into_the_folder_of_the_run() throws Exception {
        Exchange exchange = run("lake-publish:words?publish=swap&catalog=glue");

        assertThat(exchange.getException()).isNull();
        assertThat(table().storageDescriptor().location()).contains("/words/run=");
        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.text("SELECT count(*) FROM " + DuckDb.parquet(files().toArray(Path[]::new))))
                    .containsExactly(List.of("2"));
        }
        assertThat(TestStack.folder(bucket).resolve("_caravan/words/uploads")).doesNotExist();
    }

    @Test
    void glue_table_tells_the_catalog_of_a_publication_by_replace() throws Exception {
        Exchange exchange = run("lake-publish:words", "glue-table:words");

        assertThat(exchange.getException()).isNull();
        assertThat(table().storageDescriptor().location()).isEqualTo("s3://" + bucket + "/words/");
        assertThat(table().parameters()).containsEntry("numRows", "2");
        assertThat(files()).hasSize(1);
    }

    @Test
    void without_a_database_it_is_told_what_to_set() throws Exception {
        context.getComponent("lake-publish", LakePublishComponent.class)
                .getConfiguration()
                .setDatabase("");

        Exchange exchange = run("lake-publish:words?publish=swap&catalog=glue");

        assertThat(exchange.getException())
                .hasMessageContaining("No database of the Glue catalog is set for table words")
                .hasMessageContaining("caravan.glue.database");
    }
}
