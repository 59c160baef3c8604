package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.ProxiedRequest;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Between upload and commit somebody changes a file in S3: its rows are counted from there, so nothing of it is published. */
class StoredRowsTest {
    private static final int ROWS = 3_000;

    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy s3;
    private CatalogTable table;

    @BeforeEach
    void open() {
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        lake = TestLake.open("stored", folder)
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .set("caravan.retry.maximum", "0");
        table = new CatalogTable(lake, ROWS);
    }

    @AfterEach
    void close() {
        lake.close();
        table.close();
        s3.close();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            swap,    rows
            replace, rows
            swap,    row groups
            replace, fewer
            swap,    fewer
            replace, gone
            swap,    no file
            replace, empty
            """)
    void an_object_with_other_rows_than_were_written_is_not_published(String mode, String change) {
        table.define(mode, "fileSize", "1000000");
        lake.published("t");
        Set<String> before = table.versions("before");
        String state = lake.state("t").toString();
        table.next();
        s3.fail(1, StoredRowsTest::readsFooter, meanwhile(change));

        ExportException failure = Objects.requireNonNull(lake.export("t").failure());

        assertThat(failure.code()).isEqualTo(ErrorCode.LAKE_UNREACHABLE);
        assertThat(failure)
                .hasMessageMatching(".*s3://\\S+\\.parquet of run \\w+ of t " + found(change)
                        + "; it was written with [\\d,]+ rows in [\\d,]+ bytes\\..*")
                .hasMessageContaining("Keep lifecycle rules and other programs away from");
        assertThat(table.versions("after the failure")).isEqualTo(before);
        assertThat(lake.state("t").toString()).isEqualTo(state);
        lake.published("t");
        assertThat(table.versions("after the next run")).isNotEqualTo(before);
        table.assertWhole("after the next run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"swap", "replace"})
    void another_attempt_of_the_run_is_published(String mode) {
        lake.set("caravan.retry.maximum", "1");
        table.define(mode, "fileSize", "1000000");
        s3.fail(1, StoredRowsTest::readsFooter, meanwhile("rows"));

        ExportResult result = lake.published("t");

        assertThat(result.rows()).isEqualTo(ROWS);
        table.assertWhole("after the second attempt");
    }

    private static String found(String change) {
        return switch (change) {
            case "rows" -> "has 2,000 rows by its footer and 2,000 rows in its row groups";
            case "row groups" -> "has [\\d,]+ rows by its footer and 2,000 rows in its row groups";
            case "fewer" -> "has [\\d,]+ bytes";
            case "gone" -> "is gone";
            case "no file" -> "has no footer that can be read \\(it does not end as a Parquet file does\\)";
            default -> "has 0 bytes";
        };
    }

    /** Changes the object whose footer is asked for. */
    private Fault meanwhile(String change) {
        return new Fault.Meanwhile(() -> {
            ProxiedRequest asked = s3.seen().stream()
                    .filter(StoredRowsTest::readsFooter)
                    .reduce((earlier, later) -> later)
                    .orElseThrow();
            String key = URLDecoder.decode(asked.path().substring(lake.bucket().length() + 2), StandardCharsets.UTF_8);
            try (S3Client client = TestStack.s3()) {
                if (change.equals("gone")) {
                    client.deleteObject(r -> r.bucket(lake.bucket()).key(key));
                    return;
                }
                byte[] bytes = Files.readAllBytes(lake.objects().resolve(key));
                client.putObject(r -> r.bucket(lake.bucket()).key(key), RequestBody.fromBytes(changed(bytes, change)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static byte[] changed(byte[] bytes, String change) {
        return switch (change) {
            case "rows" ->
                recounted(bytes, footer -> {
                    footer.getRow_groups().get(0).setNum_rows(2_000);
                    return footer.setNum_rows(2_000);
                });
            case "row groups" ->
                recounted(bytes, footer -> {
                    footer.getRow_groups().get(0).setNum_rows(2_000);
                    return footer;
                });
            case "fewer" -> Arrays.copyOfRange(bytes, 1, bytes.length);
            case "no file" -> new byte[bytes.length];
            default -> new byte[0];
        };
    }

    /** The file with other numbers in its footer, which take as many bytes. */
    private static byte[] recounted(byte[] file, UnaryOperator<FileMetaData> change) {
        int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 8);
        int from = file.length - 8 - length;
        try {
            FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(file, from, length));
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            Util.writeFileMetaData(change.apply(footer), written);
            assertThat(written.size()).isEqualTo(length);
            byte[] changed = file.clone();
            System.arraycopy(written.toByteArray(), 0, changed, from, length);
            return changed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean readsFooter(ProxiedRequest request) {
        return request.method().equals("GET")
                && request.headers().getOrDefault("Range", "").startsWith("bytes=-");
    }
}
