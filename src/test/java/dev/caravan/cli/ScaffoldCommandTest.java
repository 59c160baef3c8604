package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.TestLake;
import dev.caravan.error.ErrorCode;
import dev.caravan.export.ExportResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaffoldCommandTest {
    @TempDir
    private Path folder;

    private @Nullable TestLake opened;

    @BeforeEach
    void open() {
        opened = TestLake.open("scaffold", folder).sql("""
                CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, rate numeric, huge numeric, none numeric,
                    grid int[], ragged int[], plain int[], created_at timestamptz NOT NULL, updated_at timestamptz,
                    valid_to date, note text);
                INSERT INTO orders (rate, huge, grid, ragged, plain, created_at, valid_to) VALUES
                    (1234.50, 1e30, '{{1,2},{3,4}}', '{1}', '{1}', '2024-01-01', 'infinity'),
                    ('NaN', 1e-10, '{}', '{{1}}', NULL, '2024-01-01', '2024-01-01');
                CREATE SCHEMA "Other one"; CREATE TABLE "Other one".orders (id int, "a, =""b" uuid);
                CREATE TABLE parts (day date NOT NULL, n int) PARTITION BY RANGE (day);
                CREATE TABLE empty_one (n numeric, a int[])
                """);
    }

    @AfterEach
    void close() {
        lake().close();
    }

    @Test
    void it_sets_what_the_table_needs_and_proposes_what_a_sample_speaks_for() {
        CommandOutput file = scaffold("public.orders");
        assertThat(file.exit()).as(file.err()).isZero();
        assertThat(file.out())
                .contains("routeTemplateRef: table-to-lake\n    routeId: orders\n")
                .contains("      - { name: table, value: public.orders }\n")
                .contains("      # grid holds arrays of 2 dimensions, and declares 1.\n")
                .contains("      # ragged holds arrays of 1 to 2 dimensions, which no list can hold; so it is text.\n")
                .contains("      - { name: types, value: \"grid=array(2), ragged=text\" }\n")
                .contains("      # rate has at most 4 digits before and 2 after the point in 1 value,"
                        + " and 1 that is NaN or infinite, for which see onBadValue.\n")
                .contains("      # huge has at most 31 digits before and 10 after the point in 2 values,"
                        + " more than a decimal of 38 digits holds.\n")
                .contains("      # - { name: types, value: \"grid=array(2), ragged=text, rate=decimal(18,2)\" }\n")
                .contains("      # - { name: onBadValue, value: \"valid_to=clamp\" }\n")
                .contains("# Candidates for a watermark, the likeliest first: updated_at, created_at, id.\n")
                .contains("# Candidates for partitionBy: created_at.\n")
                .containsPattern("#   rate +numeric +BINARY STRING +string +no precision is declared")
                .doesNotContain("none has");
    }

    @Test
    void what_is_printed_runs_as_it_is_and_so_does_the_proposal() {
        lake().sql("UPDATE orders SET valid_to = NULL");
        lake().file("orders.camel.yaml", scaffold("public.orders").out() + catalogNone());
        lake().published("orders");
        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.columns(lake().files("orders").get(0)))
                    .containsEntry("grid", "INTEGER[][]")
                    .containsEntry("ragged", "VARCHAR")
                    .containsEntry("rate", "VARCHAR");
        }
    }

    @Test
    void tables_of_one_name_are_told_apart_by_their_schemas_and_odd_names_are_quoted() throws IOException {
        Path routes = folder.resolve("new");
        CommandOutput files = scaffold("--dir", routes.toString(), "public.orders", "\"Other one\".orders", "parts");
        assertThat(files.exit()).as(files.err()).isZero();
        try (Stream<Path> written = Files.list(routes)) {
            assertThat(written.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "orders.camel.yaml", "other_one__orders_c05f86ff.camel.yaml", "parts.camel.yaml");
        }
        assertThat(Files.readString(routes.resolve("other_one__orders_c05f86ff.camel.yaml")))
                .contains("{ name: table, value: \"\\\"Other one\\\".orders\" }");
        assertThat(Files.readString(routes.resolve("parts.camel.yaml")))
                .contains("# Candidates for partitionBy: the table is partitioned by RANGE (day); day.");

        CommandOutput again = scaffold("--dir", routes.toString(), "parts");
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err()).contains("parts.camel.yaml already", "--dir");
    }

    @Test
    void a_contract_holds_the_table_that_it_was_written_for_until_the_table_changes() {
        lake().sql("UPDATE orders SET valid_to = NULL");
        CommandOutput files =
                scaffold("--dir", lake().routes().toString(), "--contract", "public.orders", "\"Other one\".orders");
        assertThat(files.exit()).as(files.err()).isZero();
        assertThat(lake().routes().resolve("orders.avsc")).isRegularFile();
        lake().set("caravan.retry.maximum", "0").published("orders");
        lake().published("other_one__orders_c05f86ff");

        lake().sql("ALTER TABLE orders ADD COLUMN late int");
        ExportResult drifted = lake().export("orders");
        assertThat(drifted.manifest()).isNull();
        assertThat(Objects.requireNonNull(drifted.failure()).code()).isEqualTo(ErrorCode.SCHEMA_DRIFT);
        assertThat(drifted.failure().getMessage()).contains("late");
    }

    @Test
    void a_contract_needs_a_folder_to_be_written_to() {
        CommandOutput refused = scaffold("--contract", "public.orders");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("--dir").hasLineCount(1);
    }

    @Test
    void an_empty_table_has_a_file_without_proposals() {
        assertThat(scaffold("empty_one").out())
                .doesNotContain("types", "onBadValue")
                .contains("value: public.empty_one");
    }

    @Test
    void names_that_the_catalog_cannot_hold_are_renamed_and_written_as_lists_have_them() {
        lake().sql("""
                CREATE TYPE pair AS ("a-b" int, "c:d" text); CREATE TYPE twins AS ("E" int, e int);
                CREATE DOMAIN price AS numeric(12,6);
                CREATE TABLE odd ("x,y" numeric NOT NULL, "A" int, a int, p pair, t twins, "day, born" date,
                    price numeric(12,6), prices numeric(12,6)[], code varchar(20), codes char(3)[], at timestamp(3), bits bit(8),
                    span interval day to second (2), dom price, at_utc timestamptz(0), free numeric, bare bpchar);
                INSERT INTO odd ("x,y", "day, born") VALUES (1.5, 'infinity')
                """);
        CommandOutput file = scaffold("odd");
        assertThat(file.exit()).as(file.err()).isZero();
        assertThat(file.out())
                .contains(
                        "      - { name: types, value: \"t=text\" }\n", "      - { name: rename, value: \"a=a_2\" }\n")
                .contains("# columns A and a are one name in the Glue catalog.\n")
                .contains("# - { name: types, value: \"t=text, \\\"x,y\\\"=decimal(18,1), p=text\" }\n")
                .contains("# - { name: rename, value: \"a=a_2, \\\"x,y\\\"=x_y, \\\"day, born\\\"=day_born\" }\n")
                .contains("# - { name: onBadValue, value: \"\\\"day, born\\\"=clamp\" }\n")
                .containsPattern("#   \"x,y\" +numeric not null ")
                .containsPattern("#   price +numeric\\(12,6\\) ")
                .containsPattern("#   prices +numeric\\(12,6\\)\\[\\] ")
                .containsPattern("#   code +character varying\\(20\\) ")
                .containsPattern("#   codes +character\\(3\\)\\[\\] ")
                .containsPattern("#   at +timestamp\\(3\\) without time zone ")
                .containsPattern("#   bits +bit\\(8\\) ")
                .containsPattern("#   span +interval day to second\\(2\\) ")
                .containsPattern("#   dom +price ")
                .containsPattern("#   at_utc +timestamp\\(0\\) with time zone ")
                .containsPattern("#   free +numeric +BINARY STRING")
                .containsPattern("#   bare +character ");

        lake().file(
                        "odd.camel.yaml",
                        file.out()
                                        .replace("# - ", "- ")
                                        .replaceFirst(".*\"t=text\".*\n", "")
                                        .replaceFirst(".*\"a=a_2\".*\n", "")
                                + catalogNone());
        lake().published("odd");
    }

    @Test
    void relations_that_cannot_be_read_are_named_and_the_others_have_their_files() throws IOException {
        lake().sql("""
                CREATE TABLE no_column (); CREATE VIEW broken AS SELECT 1 / (id - 1) AS n, 1.5 / (id - 1) AS q FROM orders;
                CREATE TABLE "заказ" (id int); CREATE TABLE "товар" (id int)
                """);
        Path routes = folder.resolve("some");
        CommandOutput files = scaffold(
                "--dir",
                routes.toString(),
                "no_column",
                "parts",
                "broken",
                "nowhere",
                "\"заказ\"",
                "\"товар\"",
                "public.parts");
        assertThat(files.exit()).isEqualTo(2);
        assertThat(files.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("no_column", "has no column left to export"),
                        line -> assertThat(line).contains("broken", "division by zero"),
                        line -> assertThat(line).contains("nowhere", "NO_SUCH_TABLE"),
                        line -> assertThat(line).isEqualTo("3 relations of 7 could not be scaffolded, named above."));
        try (Stream<Path> written = Files.list(routes)) {
            assertThat(written.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("parts.camel.yaml", "t_02470770.camel.yaml", "t_5765b54b.camel.yaml");
        }
    }

    @Test
    void a_table_that_does_not_exist_ends_with_2() {
        CommandOutput missing = scaffold("public.order");
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err()).contains("NO_SUCH_TABLE").hasLineCount(1);
    }

    @Test
    void a_source_that_cannot_be_reached_ends_with_2_since_nothing_was_run() {
        lake().set("caravan.source.default.url", "jdbc:postgresql://127.0.0.1:1/none");
        CommandOutput unreached = scaffold("public.order");
        assertThat(unreached.exit()).isEqualTo(2);
        assertThat(unreached.err()).contains("SOURCE_UNREACHABLE").hasLineCount(1);
    }

    private static String catalogNone() {
        return "      - { name: catalog, value: none }\n";
    }

    private TestLake lake() {
        return Objects.requireNonNull(opened);
    }

    private CommandOutput scaffold(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "scaffold";
        all[1] = "--config";
        all[2] = lake().config().toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return CommandOutput.of(all);
    }
}
