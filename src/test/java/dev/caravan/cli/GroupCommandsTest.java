package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.TestLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands do with groups, and the ledger of the examples. */
class GroupCommandsTest {
    private static final Path EXAMPLE = Path.of("examples/ledger");

    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() throws IOException {
        lake = TestLake.open("groupcommands", folder).set("caravan.retry.maximum", "0");
        lake.sql(Files.readString(EXAMPLE.resolve("ledger.sql")));
        for (String table : List.of("accounts", "entries")) {
            lake.file(table + ".camel.yaml", Files.readString(EXAMPLE.resolve(table + ".camel.yaml")));
        }
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private CommandOutput run(String command, String... more) {
        List<String> all = List.of(
                command,
                "--config",
                lake.config().toString(),
                "--routes",
                lake.routes().toString());
        return CommandOutput.of(Stream.concat(all.stream(), Stream.of(more)).toArray(String[]::new));
    }

    private void replace(String file, String from, String to) throws IOException {
        String content = Files.readString(lake.routes().resolve(file));
        assertThat(content).contains(from);
        lake.file(file, content.replace(from, to));
    }

    @Test
    void the_example_is_exported_whole_when_one_of_its_tables_is_named() throws IOException {
        CommandOutput exported = run("export", "entries");

        assertThat(exported.exit()).as(exported.err()).isZero();
        assertThat(exported.out()).contains("accounts", "entries");
        try (DuckDb duck = DuckDb.open()) {
            String tables = "WITH accounts AS (FROM " + lake.parquet("accounts") + "), entries AS (FROM "
                    + lake.parquet("entries") + ") ";
            assertThat(duck.text(tables + "SELECT count(*), sum(balance) FROM accounts"))
                    .containsExactly(List.of("1000", "0.00"));
            assertThat(duck.text(tables + "SELECT count(*) FROM entries")).containsExactly(List.of("20000"));
            String check = Files.readString(EXAMPLE.resolve("check.sql"));
            assertThat(duck.text(tables + check.replaceAll("(?m)^--.*$|;", ""))).isEmpty();
        }
    }

    @Test
    void validate_tells_what_the_tables_of_a_group_do_not_agree_on() throws IOException {
        assertThat(run("validate", "--offline").exit()).isZero();
        replace("entries.camel.yaml", "0 0 * * * ?", "0 5 * * * ?");

        CommandOutput faults = run("validate", "--offline");

        assertThat(faults.exit()).isEqualTo(2);
        assertThat(faults.out())
                .contains("entries.camel.yaml:9: the tables of a group have one schedule: in group 'ledger' it is"
                        + " '0 5 * * * ?' here, and '0 0 * * * ?' for table accounts (")
                .contains("accounts.camel.yaml:9: the tables of a group have one schedule: ")
                .contains("Write the same schedule in both files, or another group.");
    }

    @Test
    void validate_refuses_a_table_of_a_group_that_is_not_published_by_swap() throws IOException {
        replace("entries.camel.yaml", "value: glue", "value: crawler");

        CommandOutput faults = run("validate", "--offline");

        assertThat(faults.exit()).isEqualTo(2);
        assertThat(faults.out())
                .contains(
                        "entries.camel.yaml:9: 'group' needs publish: swap, by which all tables of a group are shown within"
                                + " moments, and this table is published by replace. Add '- { name: catalog, value: glue }'");
    }

    @Test
    void a_group_of_which_a_file_has_an_error_is_not_exported_without_it() throws IOException {
        replace("entries.camel.yaml", "name: schedule", "name: shedule");
        lake.sql("CREATE TABLE free AS SELECT 1 AS i").table("free", "table", "free");

        CommandOutput exported = run("export", "--all", "--json");

        assertThat(exported.exit()).isEqualTo(2);
        assertThat(exported.out())
                .contains(
                        "The tables accounts, entries are one group and are not exported, because a file of theirs has an"
                                + " error: ")
                .contains("has no parameter 'shedule'");
        assertThat(lake.files("free")).hasSize(1);
        assertThat(lake.files("accounts")).isEmpty();
    }
}
