package dev.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.cli.Caravan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter said = new StringWriter();

    @Test
    void every_contender_at_hand_brings_out_every_row_and_has_every_figure() throws IOException {
        Path page = Files.writeString(folder.resolve("page.md"), """
                Before.

                <!-- measured: `caravan bench --markdown` writes what follows -->
                stale
                <!-- end of what was measured -->

                After.
                """);

        // Not DuckDB, which would ask for its extension on the network.
        int exit = bench(
                "--scale", "0.001",
                "--runs", "1",
                "--warm-up", "1",
                "--tables", "wide_types",
                "--contenders", "copy,psql,caravan,plain-eip,spark",
                "--out", folder.toString(),
                "--markdown", page.toString());

        assertThat(exit).as(said.toString()).isZero();
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("bench.json").toFile());
        assertThat(report.at("/conditions/scale").asDouble()).isEqualTo(0.001);
        assertThat(report.at("/conditions/postgres").asText()).startsWith("PostgreSQL 1");
        Map<String, Long> rows = new LinkedHashMap<>();
        report.get("tables").forEach(table -> {
            rows.put(table.get("table").asText(), table.get("rows").asLong());
            List<String> names = new ArrayList<>();
            table.get("contenders").forEach(contender -> {
                names.add(contender.get("name").asText());
                assertFigures(contender);
            });
            assertThat(names)
                    .contains("copy-1", "copy-2", "caravan-warm-1", "caravan-warm-4", "caravan-cold-2", "plain-eip")
                    .noneMatch(fields(report.get("leftOut"))::contains);
        });
        assertThat(rows).isEqualTo(Map.of("wide_types", 1_000L));
        assertThat(said.toString()).contains("Caravan, warm, 1 reader").contains("server CPU s");
        assertThat(folder.resolve("bench.svg")).content().contains("<svg ", "Caravan, cold, 1 reader");
        assertThat(page)
                .content()
                .startsWith("Before.\n")
                .endsWith("After.\n")
                .contains("| Caravan, warm, 1 reader |", "(page.svg)")
                .doesNotContain("stale");
    }

    @Test
    void the_other_tables_arrive_with_every_value_too() {
        int exit = bench(
                "--scale",
                "0.001",
                "--runs",
                "1",
                "--warm-up",
                "0",
                "--tables",
                "lineitem,narrow,long_text",
                "--contenders",
                "caravan-warm-2",
                "--out",
                folder.toString());

        assertThat(exit).as(said.toString()).isZero();
        assertThat(said.toString())
                .contains("lineitem (TPC-H): 6,005 rows × 16 columns")
                .contains("narrow (readings): 20,000 rows × 3 columns")
                .contains("long_text (documents): 100 rows × 19 columns");
    }

    @Test
    void a_duckdb_that_does_not_serve_is_left_out_and_said_so() {
        int exit = bench(
                "--scale", "0.001",
                "--runs", "1",
                "--warm-up", "0",
                "--tables", "wide_types",
                "--contenders", "duckdb",
                "--duckdb", "/bin/false",
                "--out", folder.toString());

        assertThat(exit).as(said.toString()).isZero();
        assertThat(said.toString()).contains("duckdb is left out: its process ended");
    }

    private static void assertFigures(JsonNode contender) {
        String name = contender.get("name").asText();
        assertThat(contender.get("refusal").isNull()).as(name).isTrue();
        assertThat(contender.get("runs")).as(name).hasSize(1);
        assertThat(contender.get("rowsPerSecond").asLong()).as(name).isPositive();
        assertThat(contender.get("ratioToCopy").asDouble()).as(name).isPositive();
        assertThat(fields(contender))
                .as(name)
                .contains("seconds", "cpuSeconds", "serverSeconds", "peakBytes", "outputBytes");
        JsonNode seconds = contender.get("seconds");
        assertThat(seconds.get("median").asDouble())
                .as(name)
                .isBetween(seconds.get("least").asDouble(), seconds.get("most").asDouble());
        if (!name.startsWith("psql")) {
            assertThat(contender.at("/peakBytes/median").asLong()).as(name).isPositive();
            assertThat(contender.at("/outputBytes/median").asLong()).as(name).isPositive();
        }
    }

    @Test
    void an_unknown_contender_is_refused_with_the_known_ones_before_anything_starts() {
        assertThat(bench("--contenders", "copy,caravan-hot", "--out", folder.toString()))
                .isEqualTo(2);
        assertThat(said.toString())
                .contains("There is no contender 'caravan-hot'")
                .contains("copy-1, copy-2")
                .contains("caravan-cold-4, plain-eip, spark");
    }

    @Test
    void an_unknown_table_is_refused_with_the_known_ones() {
        assertThat(bench("--tables", "orders", "--out", folder.toString())).isEqualTo(2);
        assertThat(said.toString()).contains("Legal are lineitem, wide_types, narrow, long_text.");
    }

    @Test
    void a_source_that_is_not_postgresql_is_refused_without_showing_its_password() {
        assertThat(bench("--source", "jdbc:mysql://x/y?password=hush", "--out", folder.toString()))
                .isEqualTo(2);
        assertThat(said.toString()).contains("Write it as jdbc:postgresql://").doesNotContain("hush");
    }

    @Test
    void a_folder_that_cannot_be_made_is_refused_with_the_option_that_names_another() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(bench("--out", file.resolve("out").toString())).isEqualTo(2);
        assertThat(said.toString()).contains("cannot be made").contains("with --out.");
    }

    private int bench(String... arguments) {
        PrintWriter out = new PrintWriter(said, true);
        return Caravan.commandLine(new BenchCommand()).setOut(out).setErr(out).execute(arguments(arguments));
    }

    private static String[] arguments(String... given) {
        List<String> all = new ArrayList<>(List.of("bench"));
        all.addAll(List.of(given));
        return all.toArray(String[]::new);
    }

    private static List<String> fields(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
