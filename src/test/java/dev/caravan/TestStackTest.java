package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;

class TestStackTest {
    @Test
    void the_servers_are_shared_and_databases_and_buckets_are_not() {
        assertThat(TestStack.get()).isSameAs(TestStack.get());
        assertThat(TestStack.freshDatabase("db")).isNotEqualTo(TestStack.freshDatabase("db"));
        assertThat(TestStack.freshBucket("bucket")).isNotEqualTo(TestStack.freshBucket("bucket"));
    }

    @Test
    void a_fresh_database_answers() throws Exception {
        String database = TestStack.freshDatabase("shop");
        TestStack.execute(database, "CREATE TABLE t (id int); INSERT INTO t VALUES (1), (2)");

        try (Connection connection = TestStack.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(2);
        }
        assertThat(TestStack.settings(database, "lake"))
                .containsEntry(
                        "caravan.source.default.url", TestStack.postgres().jdbcUrl(database));
    }

    @Test
    void a_fresh_bucket_and_the_catalog_answer() {
        String bucket = TestStack.freshBucket("lake");
        try (S3Client s3 = TestStack.s3();
                GlueClient glue = TestStack.glue()) {
            s3.putObject(r -> r.bucket(bucket).key("k"), RequestBody.fromString("x"));
            String database = "db_" + bucket.replace('-', '_');
            glue.createDatabase(r -> r.databaseInput(d -> d.name(database)));

            assertThat(TestStack.folder(bucket).resolve("k")).hasContent("x");
            assertThat(glue.getDatabase(r -> r.name(database)).database().name())
                    .isEqualTo(database);
        }
    }

    @Test
    void the_default_chain_of_the_aws_sdk_finds_the_keys() {
        TestStack.get();

        try (S3Client client = S3Client.builder()
                .endpointOverride(TestStack.get().s3().endpoint())
                .forcePathStyle(true)
                .build()) {
            assertThat(client.listBuckets().buckets()).isNotEmpty();
        }
    }
}
