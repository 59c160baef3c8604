package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;

class ValidateCommandTest {
    @TempDir
    private Path folder;

    private @Nullable TestLake opened;

    @BeforeEach
    void open() {
        opened = TestLake.open("validate", folder)
                .sql("CREATE TABLE t (id int, rate numeric, day date); CREATE TABLE clash (\"A\" int, a int)");
    }

    @AfterEach
    void close() {
        lake().close();
    }

    @Test
    void sound_files_end_with_0() {
        lake().table(
                        "t",
                        "table",
                        "public.t",
                        "types",
                        "rate=decimal(20,6)",
                        "onBadValue",
                        "day=clamp",
                        "bloomFilters",
                        "id")
                .table("clash", "table", "public.clash", "exclude", "a", "catalog", "crawler");
        CommandOutput sound = validate();
        assertThat(sound.exit()).as(sound.out() + sound.err()).isZero();
        assertThat(sound.out()).isEqualToIgnoringNewLines("2 files, no fault");
        assertThat(validate("--offline").out()).isEqualToIgnoringNewLines("2 files, no fault in them");
    }

    @Test
    void every_fault_of_every_file_is_named_at_once_with_its_line() throws Exception {
        lake().file("many.camel.yaml", """
                        - templatedRoute:
                            routeTemplateRef: table-to-lake
                            routeId: many
                            parameters:
                              - { name: table, value: public.t }
                              - { name: schedule, value: "0 0 0/12 * * ?" }
                              - { name: exclude, value: nowhere }
                              - { name: where, value: "id = = 1" }
                              - { name: types, value: "id=uuid, rate=decimal(99,1)" }
                              - { name: onBadValue, value: "day=bend" }
                        - templatedRoute:
                            routeTemplateRef: table-to-lake
                            routeId: gone
                            parameters:
                              - { name: table, value: public.gone }
                              - { name: schedule, value: "0 0 0/12 * * ?" }
                              - { name: schema, value: gone.avsc }
                              - { name: drift, value: perhaps }
                        """)
                .table("elsewhere", "table", "public.t", "source", "other")
                .file("broken.camel.yaml", "- templatedRoute:\n    routeTemplateRef: tabel-to-lake\n    routeId: x\n");

        CommandOutput faults = validate();
        assertThat(faults.exit()).isEqualTo(2);
        assertThat(faults.out().lines().toList())
                .anySatisfy(line -> assertThat(line).contains("many.camel.yaml:7:", "has no column nowhere"))
                .anySatisfy(line -> assertThat(line).contains("many.camel.yaml:8:", "syntax error"))
                .anySatisfy(line -> assertThat(line).contains("many.camel.yaml:9:", "does not become uuid"))
                .anySatisfy(line -> assertThat(line).contains("many.camel.yaml:9:", "'decimal(99,1)' is not a target"))
                .anySatisfy(line -> assertThat(line).contains("many.camel.yaml:10:", "bend"))
                .anySatisfy(line -> assertThat(line).contains("many.camel.yaml:15:", "public.gone does not exist"))
                .anySatisfy(line -> assertThat(line).contains("many.camel.yaml:17:", "gone.avsc", "cannot be read"))
                .anySatisfy(line -> assertThat(line).contains("many.camel.yaml:18:", "perhaps"))
                .anySatisfy(line -> assertThat(line)
                        .contains("elsewhere.camel.yaml:", "parameter 'source' is 'other'", "There are: default"))
                .anySatisfy(line -> assertThat(line).contains("broken.camel.yaml:2:", "tabel-to-lake"))
                .endsWith("3 files, 10 faults")
                .hasSize(11);

        assertThat(validate("--offline").out())
                .contains("many.camel.yaml:10:", "gone.avsc")
                .doesNotContain("nowhere", "public.gone", "'other'");
        JsonNode list = new ObjectMapper().readTree(validate("--json").out());
        assertThat(list)
                .hasSize(10)
                .allSatisfy(fault -> assertThat(fault.get("hint").asText()).isNotBlank());
    }

    @Test
    void a_bean_that_a_route_of_the_users_own_names_and_nobody_binds_is_a_fault() {
        lake().file("own.yaml", """
                - route:
                    id: own
                    from:
                      uri: timer:own?period=1
                      steps:
                        - bean: { ref: rowWach }
                """);
        CommandOutput faults = validate();
        assertThat(faults.exit()).isEqualTo(2);
        assertThat(faults.out())
                .contains(
                        "own.yaml:6: 'ref' of bean is 'rowWach', and there is no such bean. Did you mean 'rowWatch'?",
                        "1 file, 1 fault");
        assertThat(validate("--offline").out()).contains("own.yaml:6: ", "1 file, 1 fault");
    }

    @Test
    void the_bucket_and_the_catalog_are_looked_at() {
        lake().table("t", "table", "public.t", "catalog", "crawler")
                .set("caravan.lake.bucket", "nobodys-bucket")
                .set("caravan.glue.crawler-role", "");
        CommandOutput faults = validate();
        assertThat(faults.exit()).isEqualTo(2);
        assertThat(faults.out())
                .contains("nobodys-bucket", "caravan-t", "caravan.glue.crawler-role", "1 file, 2 faults");
        assertThat(validate("--offline").exit()).isZero();
    }

    @Test
    void tables_that_are_one_in_the_catalog_are_a_fault_that_names_both() {
        lake().table("Orders", "table", "public.t", "catalog", "crawler")
                .table("orders", "table", "public.t", "catalog", "crawler")
                .table("a-b", "table", "public.t", "catalog", "crawler")
                .table("a.b", "table", "public.t", "catalog", "crawler")
                .table("a_b", "table", "public.t")
                .table("A_B", "table", "public.t", "catalog", "{{catalog:none}}");
        CommandOutput faults = validate("--offline");
        assertThat(faults.exit()).isEqualTo(2);
        Path routes = lake().routes();
        assertThat(faults.out())
                .contains(routes.resolve("orders.camel.yaml") + ":1: routeId 'orders' and routeId 'Orders' of "
                        + routes.resolve("Orders.camel.yaml") + ":1 are both table 'orders' in the Glue catalog")
                .contains("routeId 'a.b' and routeId 'a-b' of", "set catalog to none")
                .contains("6 files, 2 faults");
        assertThatThrownBy(() -> lake().loadedContext()).hasMessageContaining("are both table 'orders'");
        assertThat(lake().pod().context().getRoute("Orders")).isNotNull();
        assertThat(lake().pod().context().getRoute("orders")).isNull();
    }

    @Test
    void a_table_of_the_catalog_that_is_elsewhere_is_a_fault() {
        try (GlueClient glue = TestStack.glue()) {
            glue.createDatabase(request -> request.databaseInput(database -> database.name("validated")));
            glue.createTable(request -> request.databaseName("validated").tableInput(table -> table.name("t")
                    .storageDescriptor(storage -> storage.location("s3://elsewhere/t"))));
        }
        lake().table("t", "table", "public.t", "catalog", "crawler").set("caravan.glue.database", "validated");
        CommandOutput faults = validate();
        assertThat(faults.exit()).as(faults.err()).isEqualTo(2);
        assertThat(faults.out())
                .contains(
                        "t.camel.yaml:1: Table validated.t of the Glue catalog is the one at s3://elsewhere/t/, and not"
                                + " the one at s3://" + lake().bucket() + "/t/.",
                        "another routeId");
    }

    @Test
    void names_that_hive_and_athena_cannot_parse_are_notes_with_a_proposal() {
        lake().sql("CREATE TYPE pair AS (\"a-b\" int); CREATE TABLE odd (\"x,y\" int, \" z\" int, s pair)")
                .table("odd", "table", "public.odd", "rename", "\" z\"=z");
        CommandOutput notes = validate();
        assertThat(notes.exit()).as(notes.out()).isZero();
        assertThat(notes.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("odd.camel.yaml:7: note: The name of column \"x,y\" has a comma")
                                .endsWith("proposal: rename: \"x,y\"=x_y."),
                        line -> assertThat(line)
                                .contains("note: Column s has the part a-b", "a dash")
                                .endsWith("proposal: types: s=text."),
                        line -> assertThat(line).isEqualTo("1 file, no fault"));

        lake().table("odd", "table", "public.odd", "rename", "\"x,y\"=x.y, nowhere=n", "exclude", "\"x,y");
        assertThat(validate().out())
                .contains("'x.y', which has a dot. Use letters, digits and '_'.")
                .contains("exclude is '\"x,y', which has a double quote that is not closed");
    }

    @Test
    void masks_are_checked_by_their_form_offline_and_against_the_table_and_the_key_otherwise() {
        lake().sql("CREATE TABLE people (id int, email text)")
                .table("form", "table", "public.people", "mask", "email=hsah")
                .table("type", "table", "public.people", "mask", "id=truncate(month), email=null")
                .table("name", "table", "public.people", "mask", "mail=null")
                .table("key", "table", "public.people", "mask", "email=hash");
        CommandOutput offline = validate("--offline");
        assertThat(offline.exit()).isEqualTo(2);
        assertThat(offline.out()).contains("form.camel.yaml:8: parameter 'mask' is 'email=hsah'", "4 files, 1 fault");
        assertThat(validate().out())
                .contains("form.camel.yaml:8: parameter 'mask' is 'email=hsah'")
                .contains("type.camel.yaml:8: mask: table public.people: column id (integer): truncate(month) takes")
                .contains("name.camel.yaml:8: mask of table public.people names mail, which is not read.")
                .contains(
                        "key.camel.yaml:8: parameter 'mask' has the mask hash, and its key caravan.mask.key is not set.")
                .contains("4 files, 4 faults");
    }

    @Test
    void a_source_that_cannot_be_reached_is_named_once_however_many_tables_read_it() {
        lake().set("caravan.source.default.url", "jdbc:postgresql://127.0.0.1:1/none")
                .table("a", "table", "public.a")
                .table("b", "table", "public.b");
        CommandOutput faults = validate();
        assertThat(faults.exit()).isEqualTo(2);
        assertThat(faults.out()).contains("source default", "2 files, 1 fault").doesNotContain("camel.yaml");
    }

    @Test
    void offline_it_needs_no_bucket_and_no_source() {
        lake().table("t", "table", "public.t", "source", "elsewhere", "fileSize", "12x");
        CommandOutput faults = CommandOutput.of(
                "validate", "--offline", "--routes", lake().routes().toString());
        assertThat(faults.exit()).isEqualTo(2);
        assertThat(faults.out())
                .contains("t.camel.yaml:9: parameter 'fileSize' is '12x'", "1 file, 1 fault")
                .doesNotContain("bucket", "elsewhere");
    }

    @Test
    void faults_of_settings_tables_and_routes_are_told_together() {
        lake().set("caravan.lake.bukket", "lake")
                .set("caravan.runs.maximum", "0")
                .table("t", "table", "public.t", "bloomFilters", "nocol", "compression", "lz4")
                .file("own.camel.yaml", """
                        - route:
                            id: own
                            from:
                              uri: timer:x
                              parameters:
                                perod: 1s
                              steps:
                                - to: pg-tabel:t
                        """);
        CommandOutput faults = validate();
        assertThat(faults.out())
                .contains(
                        "caravan.lake.bukket is not a setting of Caravan. Did you mean 'caravan.lake.bucket'?",
                        "caravan.runs.maximum is '0', and it has to be a whole number of runs from 1 to 9999.",
                        "t.camel.yaml:8: bloomFilters of table public.t names nocol, which is not read.",
                        "t.camel.yaml:9: parameter 'compression' is 'lz4', and there is no such value."
                                + " Legal are: zstd, gzip, snappy, none. The default is zstd.",
                        "own.camel.yaml:6: component timer has no option 'perod'. Did you mean 'period'?",
                        "own.camel.yaml:8: there is no component 'pg-tabel'. Did you mean 'pg-table'?",
                        "2 files, 6 faults");
    }

    @Test
    void a_folder_that_is_not_there_ends_with_2() {
        CommandOutput missing =
                CommandOutput.of("validate", "--routes", folder.resolve("no").toString());
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.err()).contains("There is no folder").contains("--routes");
    }

    private TestLake lake() {
        return Objects.requireNonNull(opened);
    }

    private CommandOutput validate(String... more) {
        String[] all = new String[more.length + 5];
        all[0] = "validate";
        all[1] = "--config";
        all[2] = lake().config().toString();
        all[3] = "--routes";
        all[4] = lake().routes().toString();
        System.arraycopy(more, 0, all, 5, more.length);
        return CommandOutput.of(all);
    }
}
