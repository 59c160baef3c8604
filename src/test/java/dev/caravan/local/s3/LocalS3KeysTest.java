package dev.caravan.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Every key that S3 takes is an object, over all operations, whatever the names of files may be. */
class LocalS3KeysTest extends ServedBucket {
    private static final int LONGEST_KEY = 1_024;
    private static final int LONGEST_NAME = 255;
    private static final int LAST_PART = 10_000;

    /** Each a folder of a partition, and what S3Proxy adds to names of files, makes some too long. */
    static Stream<String> keys() {
        return Stream.concat(
                Stream.of(
                                " ",
                                "a b",
                                "a+b",
                                "a%3Ab",
                                "a%2Fb",
                                "%",
                                "%25",
                                "a&b",
                                "=",
                                "'",
                                "ü",
                                "日本",
                                "😀",
                                "dot.",
                                "space ",
                                " space",
                                "~",
                                "*",
                                "\"",
                                "<b>",
                                "|",
                                "a..b",
                                "..a",
                                ".",
                                "..",
                                "",
                                "a\\b",
                                "a:b",
                                "a?b#c",
                                "a;b@c,d$e!f(g)[h]{i}^`",
                                "a\tb",
                                "\u007f",
                                "\uffee",
                                "e\u0301")
                        .map(value -> "t/name=" + value + "/x.parquet"),
                Stream.of(
                        "./x",
                        "../x",
                        "a/../x",
                        "a/./x",
                        "a//x",
                        "a///x",
                        "/x",
                        "//x",
                        "b/.",
                        "b/..",
                        ".hidden/x",
                        ".s3key-more-a/x",
                        ".s3key-last-a/x",
                        ".s3key-last-",
                        "t/name=" + "t".repeat(300) + "/x.parquet",
                        "t/name=" + "日".repeat(100) + "/x.parquet",
                        "t/name=" + "😀".repeat(100) + "/" + "ü".repeat(200),
                        "f".repeat(LONGEST_NAME - 43) + "/x",
                        "f".repeat(LONGEST_NAME - 42) + "/x",
                        "x/" + "m".repeat(LONGEST_NAME) + "/x",
                        "x/" + "m".repeat(LONGEST_NAME + 1) + "/x",
                        "x/" + "l".repeat(LONGEST_NAME - 43),
                        "x/" + "l".repeat(LONGEST_NAME - 42),
                        "o".repeat(LONGEST_NAME - 86),
                        "o".repeat(LONGEST_NAME - 85),
                        "k".repeat(LONGEST_KEY),
                        "日".repeat(LONGEST_KEY / 3),
                        "=/".repeat(LONGEST_KEY / 2 - 1) + "=x"));
    }

    static Stream<String> longKeys() {
        return keys().filter(key -> key.length() > LONGEST_NAME);
    }

    /** Past the server, so that a failure is of one test. */
    @AfterEach
    void clear() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve(BUCKET))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(folder.resolve(BUCKET))) {
                    Files.delete(file);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void an_object_is_written_read_listed_and_deleted_by_any_key(String key) {
        put(key, "0123456789");

        assertThat(get(key)).isEqualTo("0123456789");
        assertThat(client.getObjectAsBytes(r -> r.bucket(BUCKET).key(key).range("bytes=3-5"))
                        .asUtf8String())
                .isEqualTo("345");
        assertThat(head(key).contentLength()).isEqualTo(10);
        assertThat(keys("")).containsExactly(key);
        assertThat(keys(key)).containsExactly(key);
        assertThat(keys(key.substring(0, key.offsetByCodePoints(key.length(), -1))))
                .containsExactly(key);
        assertThat(keys(key + "x")).isEmpty();
        assertThat(client.listObjects(r -> r.bucket(BUCKET)).contents())
                .extracting(S3Object::key)
                .containsExactly(key);

        client.deleteObjects(r -> r.bucket(BUCKET)
                .delete(d -> d.objects(ObjectIdentifier.builder().key(key).build())));
        assertThat(status(() -> head(key))).isEqualTo(404);
        assertThat(keys("")).isEmpty();
        assertThat(folder.resolve(BUCKET)).isEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void a_write_to_any_key_may_have_a_condition(String key) {
        String etag = client.putObject(r -> r.bucket(BUCKET).key(key).ifNoneMatch("*"), RequestBody.fromString("1"))
                .eTag();

        assertThat(status(() ->
                        client.putObject(r -> r.bucket(BUCKET).key(key).ifNoneMatch("*"), RequestBody.fromString("2"))))
                .isEqualTo(412);
        client.putObject(r -> r.bucket(BUCKET).key(key).ifMatch(etag), RequestBody.fromString("3"));
        assertThat(status(() ->
                        client.putObject(r -> r.bucket(BUCKET).key(key).ifMatch(etag), RequestBody.fromString("4"))))
                .isEqualTo(412);
        assertThat(get(key)).isEqualTo("3");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void any_key_is_copied_from_and_to(String key) {
        put(key, "there");
        copy(key, "copy");
        client.deleteObject(r -> r.bucket(BUCKET).key(key));

        copy("copy", key);
        copy("copy", key);

        assertThat(get(key)).isEqualTo("there");
        assertThat(get("copy")).isEqualTo("there");
        assertThat(keys("")).containsExactlyInAnyOrder(key, "copy");
    }

    @Test
    void a_copy_names_two_keys_of_the_greatest_length() {
        String one = "日".repeat(LONGEST_KEY / 3);
        String other = "本".repeat(LONGEST_KEY / 3);
        put(one, "there");

        copy(one, other);

        assertThat(get(other)).isEqualTo("there");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void any_key_is_uploaded_in_parts(String key) throws Exception {
        String upload =
                client.createMultipartUpload(r -> r.bucket(BUCKET).key(key)).uploadId();
        String etag = client.uploadPart(
                        r -> r.bucket(BUCKET).key(key).uploadId(upload).partNumber(LAST_PART),
                        RequestBody.fromString("0123456789"))
                .eTag();
        assertThat(keys("")).isEmpty();
        assertThat(client.listMultipartUploads(r -> r.bucket(BUCKET)).uploads())
                .singleElement()
                .satisfies(each -> assertThat(each.key()).isEqualTo(key));
        assertThat(client.listParts(r -> r.bucket(BUCKET).key(key).uploadId(upload))
                        .parts())
                .hasSize(1);

        client.completeMultipartUpload(r -> r.bucket(BUCKET)
                .key(key)
                .uploadId(upload)
                .multipartUpload(m -> m.parts(
                        CompletedPart.builder().partNumber(LAST_PART).eTag(etag).build())));

        assertThat(get(key)).isEqualTo("0123456789");
        assertThat(keys("")).containsExactly(key);
        try (Stream<Path> files = Files.walk(folder.resolve(BUCKET))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("longKeys")
    void an_upload_to_any_key_is_aborted(String key) {
        String upload =
                client.createMultipartUpload(r -> r.bucket(BUCKET).key(key)).uploadId();
        client.uploadPart(
                r -> r.bucket(BUCKET).key(key).uploadId(upload).partNumber(1), RequestBody.fromString("gone"));

        client.abortMultipartUpload(r -> r.bucket(BUCKET).key(key).uploadId(upload));

        assertThat(client.listMultipartUploads(r -> r.bucket(BUCKET)).uploads()).isEmpty();
    }

    @Test
    void all_keys_are_listed_page_by_page_in_the_order_of_their_bytes() {
        List<String> all = keys().toList();
        all.forEach(key -> put(key, "x"));
        List<String> sorted = all.stream().sorted(bytes()).toList();

        assertThat(keys("")).isEqualTo(sorted);
        assertThat(client.listObjectsV2Paginator(r -> r.bucket(BUCKET).maxKeys(7)).contents().stream()
                        .map(S3Object::key))
                .containsExactlyElementsOf(sorted);
        for (String prefix : List.of("t/", "t/name=", "t/name=t", "t/name=日", "x", "a/", ".", "/", "日")) {
            assertThat(
                            client
                                    .listObjectsV2Paginator(
                                            r -> r.bucket(BUCKET).prefix(prefix).maxKeys(2))
                                    .contents()
                                    .stream()
                                    .map(S3Object::key))
                    .as(prefix)
                    .containsExactlyElementsOf(sorted.stream()
                            .filter(key -> key.startsWith(prefix))
                            .toList());
        }
        assertThat(client.listObjectsV2(r -> r.bucket(BUCKET).startAfter("t/name=日")).contents().stream()
                        .map(S3Object::key))
                .containsExactlyElementsOf(sorted.stream()
                        .filter(key -> bytes().compare(key, "t/name=日") > 0)
                        .toList());
    }

    @Test
    void a_delimiter_lists_the_folders_of_all_keys() {
        List<String> all = keys().toList();
        all.forEach(key -> put(key, "x"));
        client.createMultipartUpload(r -> r.bucket(BUCKET).key("unfinished/x"));

        for (String prefix : List.of("", "t/", "t/name=", "t/name=t", "x/", "a/", "a//", "/")) {
            var pages =
                    client
                            .listObjectsV2Paginator(r -> r.bucket(BUCKET)
                                    .prefix(prefix)
                                    .delimiter("/")
                                    .maxKeys(3))
                            .stream()
                            .toList();

            List<String> rests = all.stream()
                    .filter(key -> key.startsWith(prefix))
                    .map(key -> key.substring(prefix.length()))
                    .toList();
            assertThat(pages.stream()
                            .flatMap(page -> page.commonPrefixes().stream())
                            .map(CommonPrefix::prefix))
                    .as(prefix)
                    .containsExactlyInAnyOrderElementsOf(rests.stream()
                            .filter(rest -> rest.contains("/"))
                            .map(rest -> prefix + rest.substring(0, rest.indexOf('/') + 1))
                            .distinct()
                            .toList());
            assertThat(pages.stream().flatMap(page -> page.contents().stream()).map(S3Object::key))
                    .as(prefix)
                    .containsExactlyElementsOf(rests.stream()
                            .filter(rest -> !rest.contains("/"))
                            .map(rest -> prefix + rest)
                            .sorted(bytes())
                            .toList());
        }
    }

    @Test
    void a_key_of_legal_names_is_the_file_of_that_name() {
        for (String key :
                List.of(ODD_KEY, "t/name=a%3Ab/x", "t/dot./x", "t/a..b/x", "m/" + "m".repeat(LONGEST_NAME) + "/x")) {
            put(key, "plain");

            assertThat(folder.resolve(BUCKET).resolve(key)).hasContent("plain");
        }
    }

    @Test
    void keys_that_differ_in_one_part_of_a_long_name_are_different_objects() {
        String folder = "t/" + "n".repeat(400);
        List<String> keys = List.of(folder + "/x", folder + "n/x", folder + "/n/x", folder + "//x");

        keys.forEach(key -> put(key, key));

        assertThat(keys).allSatisfy(key -> assertThat(get(key)).isEqualTo(key));
        assertThat(keys("t/")).containsExactlyInAnyOrderElementsOf(keys);
    }

    @ParameterizedTest
    @ValueSource(strings = {"folder/", "a//", "/", "t/../"})
    void a_marker_of_a_folder_is_an_object_without_content(String key) {
        put(key, "");
        put(key + "x", "x");

        assertThat(keys("")).containsExactly(key, key + "x");
        assertThat(head(key).contentLength()).isZero();
        client.deleteObject(r -> r.bucket(BUCKET).key(key));
        assertThat(keys("")).containsExactly(key + "x");
    }

    @Test
    void a_longer_key_is_refused_as_s3_refuses_it() {
        String longest = "k".repeat(LONGEST_KEY + 1);
        String multibyte = "日".repeat(LONGEST_KEY / 3) + "ab";
        put("source", "x");

        for (String key : List.of(longest, multibyte)) {
            assertTooLong(() -> put(key, "x"));
            assertTooLong(() -> get(key));
            assertTooLong(
                    () -> client.createMultipartUpload(r -> r.bucket(BUCKET).key(key)));
            assertTooLong(() -> copy("source", key));
            assertTooLong(() -> client.deleteObject(r -> r.bucket(BUCKET).key(key)));
        }
        assertThat(keys("")).containsExactly("source");
    }

    private static void assertTooLong(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(S3Exception.class, failure -> {
            assertThat(failure.statusCode()).isEqualTo(400);
            assertThat(failure.awsErrorDetails().errorCode()).isEqualTo("KeyTooLongError");
        });
    }

    private static Comparator<String> bytes() {
        return Comparator.comparing(
                key -> key.getBytes(StandardCharsets.UTF_8), (one, other) -> Arrays.compareUnsigned(one, other));
    }
}
