package dev.caravan.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.DuckDb;
import dev.caravan.TestLake;
import dev.caravan.component.LakeStores;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published runs that were changed in S3 afterwards. */
class RunVerificationTest {
    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.open("verification", folder);
        lake.sql(
                "CREATE TABLE t AS SELECT i AS id, i * 3 AS other, md5(i::text) AS words FROM generate_series(1, 20000) i");
        lake.table("t", "table", "t", "verify", "checksum", "fileSize", "300000");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private Findings verify() {
        return verify(Optional.empty());
    }

    private Findings verify(Optional<String> run) {
        return new RunVerification(
                        LakeStores.of(lake.pod().context(), lake.bucket()),
                        new Layout("", "t"),
                        folder.resolve("verified"))
                .of(run);
    }

    @Test
    void a_run_is_what_was_published() {
        lake.published("t");
        assertThat(lake.files("t")).hasSizeGreaterThan(1);

        Findings findings = verify();

        assertThat(findings.differences()).isEmpty();
        assertThat(findings.rows()).isEqualTo(20_000);
        assertThat(findings.columns()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "'SELECT * REPLACE (id + 1 AS id)', Column id has ",
        "'SELECT other AS id, id AS other, words', Column other has ",
        "'SELECT id, other, reverse(words) AS words', Column words has ",
        "'SELECT * REPLACE (CASE id WHEN 10 THEN NULL ELSE words END AS words)', Column words has 19999 values"
    })
    void values_that_are_others_are_named_by_their_column(String select, String difference) throws IOException {
        lake.published("t");
        Path file = lake.files("t").get(0);
        Path other = folder.resolve("other.parquet");
        try (DuckDb duck = DuckDb.open()) {
            duck.execute("COPY (" + select + " FROM " + DuckDb.parquet(file) + ") TO '" + other + "' (FORMAT parquet)");
        }
        Files.copy(other, file, StandardCopyOption.REPLACE_EXISTING);

        Findings findings = verify();

        assertThat(findings.isProven()).isFalse();
        assertThat(findings.differences()).anySatisfy(found -> assertThat(found).contains(difference));
        assertThat(findings.differences()).anySatisfy(found -> assertThat(found)
                .contains(file.getFileName().toString(), " has the CRC32C ", ", and the manifest says "));
    }

    @Test
    void every_byte_counts() throws IOException {
        lake.published("t");
        Path file = lake.files("t").get(0);
        byte[] bytes = Files.readAllBytes(file);
        Random random = new Random(13);
        for (int i = 0; i < 30; i++) {
            byte[] flipped = bytes.clone();
            flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);
            assertThat(verify().differences()).isNotEmpty().allSatisfy(found -> assertThat(found)
                    .matches("(?s)(File|Column|The files) .*"));
        }
        Files.write(file, bytes);
        assertThat(verify().isProven()).isTrue();
    }

    @Test
    void files_that_are_exchanged_missing_too_many_or_of_an_earlier_run_are_found() throws IOException {
        lake.published("t");
        List<Path> earlier = lake.files("t");
        Path kept = Files.copy(earlier.get(0), folder.resolve("kept.parquet"));
        lake.sql("UPDATE t SET other = other + 1 WHERE id = 5");
        lake.published("t");
        Path first = lake.files("t").get(0);
        Path second = lake.files("t").get(1);
        byte[] one = Files.readAllBytes(first);
        byte[] two = Files.readAllBytes(second);

        Files.write(first, two);
        Files.write(second, one);
        assertThat(verify().differences()).hasSizeGreaterThanOrEqualTo(2);

        Files.write(second, two);
        Files.write(first, Files.readAllBytes(kept));
        assertThat(verify().differences()).anySatisfy(found -> assertThat(found).contains("Column other has"));

        Files.delete(first);
        assertThat(verify().differences())
                .singleElement()
                .asString()
                .contains(first.getFileName().toString(), "is not there");

        Files.write(first, one);
        Files.write(first.resolveSibling("stranger.parquet"), one);
        assertThat(verify().differences())
                .singleElement()
                .asString()
                .contains("stranger.parquet", "lies where readers look");
    }

    @Test
    void a_run_without_checksums_is_proven_by_its_bytes() throws IOException {
        lake.table("t", "table", "t");
        lake.published("t");
        assertThat(verify().columns()).isZero();
        assertThat(verify().isProven()).isTrue();

        Path file = lake.files("t").get(0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThat(verify().isProven()).isFalse();
    }

    @Test
    void a_run_that_is_not_there_is_refused() {
        assertThatThrownBy(this::verify)
                .isInstanceOfSatisfying(ExportException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.NO_SUCH_TABLE));
        String run = lake.published("t").runId();
        assertThatThrownBy(() -> verify(Optional.of("20200101T000000000Z")))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("not in the lake", run);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                          | no text at table
            {}                          | no text at table
            []                          | no text at table
            null                        | no text at table
            {                           | has unexpected contents
            "table" : "t"=>"table":"u"  | its table is u, not t
            "runId" : "=>"runId" : "x   | its runId is x
            "attempt" : "=>"attempt":"x | its attempt is x
            "files" : [=>"filed" : [    | no list at files
            "crc32c" : "=>"crc" : "     | no text at crc32c
            "key" : "=>"key" : 1, "k":" | no text at key
            "sum" : "=>"sum" : "x       | a checksum is 'x
            """)
    void a_document_that_is_not_the_manifest_of_the_run_proves_nothing(String change, String reason)
            throws IOException {
        lake.published("t");
        Path manifest = lake.objects().resolve(lake.state("t").get("manifest").asText());
        String[] parts = change.split("=>");
        String before = Files.readString(manifest);
        Files.writeString(manifest, parts.length == 1 ? change : before.replace(parts[0].strip(), parts[1]));

        assertThatThrownBy(this::verify)
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("The manifest of run ")
                .hasMessageContaining(" of table t, s3://")
                .hasMessageContaining(reason);
    }

    @Test
    void a_file_of_the_table_that_the_manifest_does_not_name_is_found() throws IOException {
        lake.published("t");
        Path state = lake.objects().resolve("_caravan/t/state.json");
        Files.writeString(
                state, Files.readString(state).replaceFirst("\"files\" : \\[", "\"files\" : [ \"t/lost.parquet\","));

        assertThat(verify().differences())
                .singleElement()
                .asString()
                .contains("t/lost.parquet is one of the table, and the manifest does not name it");
    }
}
