package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes a run partial is told by every command that looks at a table, before there is a run. */
class CompletenessCommandsTest {
    private static final String POLICY = "public.guarded for role row_looker (half)";

    @TempDir
    private Path folder;

    private @Nullable TestLake opened;

    @BeforeEach
    void open() {
        opened = TestLake.open("partial", folder)
                .sql("DO $$ BEGIN IF to_regrole('row_looker') IS NULL THEN"
                        + " CREATE ROLE row_looker LOGIN PASSWORD 'row_looker'; END IF; END $$;"
                        + "CREATE TABLE guarded AS SELECT i, 'x' AS words FROM generate_series(1, 10) i;"
                        + "ALTER TABLE guarded ENABLE ROW LEVEL SECURITY; CREATE POLICY half ON guarded USING (i <= 5);"
                        + "CREATE UNLOGGED TABLE unlogged (i int); GRANT SELECT ON guarded, unlogged TO row_looker");
        lake().set("caravan.source.looker.url", TestStack.postgres().jdbcUrl(lake().database()))
                .set("caravan.source.looker.user", "row_looker")
                .set("caravan.source.looker.password", "row_looker");
    }

    @AfterEach
    void close() {
        lake().close();
    }

    @Test
    void types_warns() throws Exception {
        CommandOutput text = command("types", "public.guarded", "--source", "looker");
        assertThat(text.exit()).as(text.err()).isZero();
        assertThat(text.out()).contains("Warning: ", POLICY, "ALTER ROLE row_looker BYPASSRLS");

        JsonNode json = new ObjectMapper()
                .readTree(command("types", "public.unlogged", "--json").out());
        assertThat(json.get("warnings").get(0).asText()).contains("unlogged");
        assertThat(command("types", "public.guarded").out()).doesNotContain("Warning");
    }

    @Test
    void scaffold_writes_the_warning_into_the_file_and_proposes_to_allow_it() {
        CommandOutput file = command("scaffold", "public.guarded", "--source", "looker");
        assertThat(file.exit()).as(file.err()).isZero();
        assertThat(file.out())
                .contains("# WARNING: Row security may hide rows of " + POLICY)
                .contains("      # - { name: rowSecurity, value: \"allow\" }\n");
        assertThat(command("scaffold", "public.guarded").out()).doesNotContain("WARNING", "rowSecurity");
    }

    @Test
    void validate_names_the_fault_at_the_table_and_notes_the_rest() {
        lake().table("guarded", "table", "public.guarded", "source", "looker")
                .table("allowed", "table", "public.guarded", "source", "looker", "rowSecurity", "allow")
                .table("unlogged", "table", "public.unlogged")
                .table("misspelt", "table", "public.guarded", "rowSecurity", "maybe");

        CommandOutput told = command("validate", "--routes", lake().routes().toString());

        assertThat(told.exit()).isEqualTo(2);
        assertThat(told.out().lines().toList())
                .anySatisfy(line -> assertThat(line)
                        .contains("guarded.camel.yaml:7: Reading table public.guarded", "rowSecurity: allow"))
                .anySatisfy(line -> assertThat(line).contains("misspelt.camel.yaml:8:", "maybe", "refuse, allow"))
                .anySatisfy(line -> assertThat(line).contains("allowed.camel.yaml:7: note: ", POLICY))
                .anySatisfy(line -> assertThat(line).contains("unlogged.camel.yaml:7: note: ", "unlogged"))
                .endsWith("4 files, 2 faults")
                .hasSize(5);
    }

    private TestLake lake() {
        return Objects.requireNonNull(opened);
    }

    private CommandOutput command(String name, String... arguments) {
        return CommandOutput.of(
                Stream.concat(Stream.of(name, "--config", lake().config().toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }
}
