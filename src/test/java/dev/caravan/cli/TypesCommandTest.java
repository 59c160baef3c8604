package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.TestLake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TypesCommandTest {
    @TempDir
    private Path folder;

    private @Nullable TestLake opened;

    @BeforeEach
    void open() {
        opened = TestLake.open("types", folder).sql("""
                CREATE TABLE "Odd" (id uuid NOT NULL, rate numeric, spans int4range[], at timestamptz, n int)
                """);
    }

    @AfterEach
    void close() {
        lake().close();
    }

    @Test
    void without_a_table_it_prints_the_map_and_needs_no_database() throws Exception {
        CommandOutput text = CommandOutput.of("types");
        assertThat(text.exit()).isZero();
        assertThat(text.out()).startsWith("POSTGRESQL").contains("jsonb", "json, variant", "any other type");

        JsonNode rows =
                new ObjectMapper().readTree(CommandOutput.of("types", "--json").out());
        assertThat(rows).anySatisfy(row -> {
            assertThat(row.get("type").asText()).isEqualTo("interval");
            assertThat(row.get("glue").asText()).isEqualTo("string");
        });
    }

    @Test
    void with_a_table_it_needs_a_source_and_no_bucket() throws Exception {
        Path sources = Files.write(
                folder.resolve("sources.properties"),
                Files.readAllLines(lake().config()).stream()
                        .filter(line -> line.startsWith("caravan.source."))
                        .toList());
        CommandOutput text = CommandOutput.of("types", "--config", sources.toString(), "public.\"Odd\"");
        assertThat(text.exit()).as(text.err()).isZero();
        assertThat(text.out()).contains("uuid not null");
        assertThat(CommandOutput.of("scaffold", "--config", sources.toString(), "public.\"Odd\"")
                        .out())
                .contains("- templatedRoute:");
    }

    @Test
    void with_a_table_it_tells_what_each_column_becomes_and_warns() throws Exception {
        CommandOutput text = table("public.\"Odd\"");
        assertThat(text.exit()).isZero();
        assertThat(text.out().lines().toList())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("rate ")
                        .contains("numeric", "BINARY STRING", "no precision is declared: every digit as text"))
                .anySatisfy(line -> assertThat(line).startsWith("id ").contains("uuid not null", "uuid, text"))
                .anySatisfy(line -> assertThat(line).startsWith("spans ").contains("x::text[]", "array<string>"));

        JsonNode json =
                new ObjectMapper().readTree(table("public.\"Odd\"", "--json").out());
        assertThat(json.get("columns")).hasSize(5);
        assertThat(json.get("columns").get(4).get("warnings")).isEmpty();
    }

    @Test
    void names_that_no_reader_could_use_are_warnings_with_a_proposal() {
        lake().sql(
                        "CREATE TYPE pair AS (\"a-b\" int); CREATE TABLE odd (\"x,y\" varchar(20), \"A\" int, a int, \"l\nf\" int, p pair[])");
        CommandOutput text = table("odd");
        assertThat(text.exit()).as(text.err()).isZero();
        assertThat(text.out().lines().toList())
                .hasSize(6)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("\"x,y\" ")
                        .contains(
                                "character varying(20)",
                                "the name of column \"x,y\" has a comma",
                                "proposal: rename: \"x,y\"=x_y"))
                .anySatisfy(
                        line -> assertThat(line).startsWith("a ").contains("no run is possible without rename: a=a_2"))
                .anySatisfy(line -> assertThat(line).startsWith("l?f ").contains("a line break", "=l_f"))
                .anySatisfy(line -> assertThat(line).startsWith("p ").contains("a dash", "types: p=text"));
    }

    @Test
    void a_table_that_cannot_be_read_ends_with_2_and_a_mend() {
        CommandOutput missing = table("public.odd");
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err())
                .contains("NO_SUCH_TABLE", "public.odd does not exist", "double quotes")
                .hasLineCount(1);
    }

    @Test
    void a_source_that_cannot_be_reached_ends_with_2_since_nothing_was_run() {
        lake().set("caravan.source.default.url", "jdbc:postgresql://127.0.0.1:1/none");
        CommandOutput unreached = table("public.odd");
        assertThat(unreached.exit()).isEqualTo(2);
        assertThat(unreached.err()).contains("SOURCE_UNREACHABLE").hasLineCount(1);
    }

    private TestLake lake() {
        return Objects.requireNonNull(opened);
    }

    private CommandOutput table(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "types";
        all[1] = "--config";
        all[2] = lake().config().toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return CommandOutput.of(all);
    }
}
