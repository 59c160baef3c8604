package dev.caravan.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;

/** Copies within the bucket are links of one file until one of them is written anew. */
class LocalS3CopyTest extends ServedBucket {
    @ParameterizedTest
    @ValueSource(strings = {"copy/source.txt", ODD_KEY})
    void an_object_is_copied_within_the_bucket(String key) {
        put(key, "original");

        copy(key, "to/" + key);

        assertThat(get("to/" + key)).isEqualTo("original");
    }

    @Test
    void a_copy_moves_no_bytes_and_has_what_is_known_of_its_source() throws Exception {
        client.putObject(
                r -> r.bucket(BUCKET)
                        .key("linked/source")
                        .contentType("application/vnd.apache.parquet")
                        .metadata(Map.of("rows", "7")),
                RequestBody.fromString("original"));

        String etag = copy("linked/source", "linked/copy");

        assertThat(file("linked/copy")).isEqualTo(file("linked/source"));
        HeadObjectResponse head = head("linked/copy");
        assertThat(head.eTag()).isEqualTo(etag).isEqualTo(head("linked/source").eTag());
        assertThat(head.contentType()).isEqualTo("application/vnd.apache.parquet");
        assertThat(head.metadata()).containsEntry("rows", "7");
    }

    @Test
    void a_copy_and_its_source_are_two_objects() {
        put("apart/source", "original");
        copy("apart/source", "apart/first");
        copy("apart/source", "apart/second");

        put("apart/source", "newer source");
        put("apart/first", "newer copy");

        assertThat(get("apart/source")).isEqualTo("newer source");
        assertThat(get("apart/first")).isEqualTo("newer copy");
        client.deleteObject(r -> r.bucket(BUCKET).key("apart/source"));
        assertThat(get("apart/second")).isEqualTo("original");
    }

    @Test
    void a_copy_takes_the_place_of_what_was_there_and_leaves_nothing_else() throws Exception {
        put("replaced/source", "new");
        put("replaced/target", "old");

        for (int i = 0; i < 2; i++) {
            copy("replaced/source", "replaced/target");
        }

        assertThat(get("replaced/target")).isEqualTo("new");
        assertThat(file("replaced/target")).isEqualTo(file("replaced/source"));
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith(".copy-"));
        }
    }

    @Test
    void a_copy_with_other_metadata_is_a_file_of_its_own() throws Exception {
        put("changed/source", "original");

        client.copyObject(r -> r.sourceBucket(BUCKET)
                .sourceKey("changed/source")
                .destinationBucket(BUCKET)
                .destinationKey("changed/copy")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("rows", "8")));

        assertThat(get("changed/copy")).isEqualTo("original");
        assertThat(head("changed/copy").metadata()).containsEntry("rows", "8");
        assertThat(head("changed/source").metadata()).isEmpty();
        assertThat(file("changed/copy")).isNotEqualTo(file("changed/source"));
    }

    @Test
    void what_cannot_be_copied_is_refused() {
        put("refused/source", "original");

        assertThat(status(() -> copy("refused/never-was", "refused/copy"))).isEqualTo(404);
        assertThat(status(() -> copy("refused/source", "refused/source"))).isEqualTo(400);
        assertThat(status(() -> client.copyObject(r -> r.sourceBucket(BUCKET)
                        .sourceKey("refused/source")
                        .destinationBucket(BUCKET)
                        .destinationKey("refused/copy")
                        .copySourceIfMatch("\"other\""))))
                .isEqualTo(412);
        assertThat(keys("refused/")).containsExactly("refused/source");
    }
}
