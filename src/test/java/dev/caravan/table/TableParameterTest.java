package dev.caravan.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class TableParameterTest {

    /** One row per value: parameter, value, what the message says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            timeZone     | Europe/Berln          | Did you mean 'Europe/Berlin'?
            timeZone     | europe/berlin         | Did you mean 'Europe/Berlin'?
            timeZone     | +02:00                | offsets such as +02:00 are no names
            timeZone     | Etc/GMT+5             | name a place that has this time
            schedule     | 0 0 25 * * ?          | Hour values must be between 0 and 23
            schedule     | 0 0 * * *             | it has 5 fields
            schedule     | 0 0 0 * * ? * extra   | it has 8 fields
            schedule     | 0 0 0 1 1 ? 2001      | it never comes due
            schedule     | daily                 | it has 1 field)
            fileSize     | 0                     | from 10000 to 4294967296
            fileSize     | -1                    | from 10000 to 4294967296
            fileSize     | 99999999999999999999  | Choose a number within these bounds
            fileSize     | 256MB                 | 256 MiB are 268435456
            fileSize     | 256 mib               | 256 MiB are 268435456
            fileSize     | 999999999 TB          | from 10000 to 4294967296
            fileSize     | 1_000_000             | Write digits only
            fileSize     | 0x100000              | Write digits only
            fileSize     | 1e9                   | Write digits only
            rowGroupSize | 12x                   | from 10000 to 4294967296
            batchRows    | -5                    | from 1 to 1000000
            batchRows    | 2147483648            | from 1 to 1000000
            batchBytes   | 0                     | from 1000 to 1073741824
            readers      | many                  | a whole number of connections from 0 to 1000
            readers      | 1001                  | from 0 to 1000
            readers      | 1.5                   | Write digits only
            compression  | lz4                   | Legal are: zstd, gzip, snappy, none.
            compression  | sznappy               | Did you mean 'snappy'?
            catalog      | athena                | Legal are: crawler, glue, none.
            publish      | copy                  | Legal are: replace, swap, partition.
            adopt        | yes                   | Legal are: true, false.
            keepRuns     | 0                     | from 1 to 1000
            keepFor      | two days              | a time such as 30m, 24h or 7d
            rowSecurity  | alow                  | Did you mean 'allow'?
            drift        | warn                  | Legal are: fail, add, ignore.
            onBadValue   | bend                  | Legal are: fail, null, clamp, text, reject
            onBadValue   | day=bend              | 'bend'
            types        | id                    | id
            types        | rate=decimal(99,1)    | with p from 1 to 38
            types        | id=guid               | 'guid' is not a target
            columns      | a, a                  | column a is named twice
            columns      | id,,v                 | nothing as its item 2
            exclude      | id,                   | nothing as its item 2
            sortBy       | ,id                   | nothing as its item 1
            rename       | id=z, v=z             | columns id and v both get the name 'z'
            rename       | id=Z, v=z             | upper and lower case do not count
            mask         | email                 | has no '=' after 'email'
            mask         | email=hsah            | 'hsah' is not a mask. Use one of drop, null, hash
            mask         | a=hash, a=null        | column a is named twice
            mask         | iban=keep-last(0)     | n is a number from 1 to 1000
            mask         | city=constant(:()     | have to be in pairs
            exclude      | ,                     | nothing as its item 1
            sortBy       | "a                    | a double quote that is not closed
            bloomFilters | a, b, a               | column a is named twice
            crawler      | my crawler            | at most 255 letters, digits
            crawler      | arn:aws:glue:eu:1:x/y | Write the name only
            source       | my source             | Write the name only
            table        | select * from x       | Put a SELECT into the parameter query
            table        | public.price list     | one relation only
            table        | a, b                  | one relation only
            table        | "open                 | one relation only
            query        | delete from x         | Begin it with SELECT
            where        | where a = 1           | without the word WHERE
            where        | a = 1;                | without a semicolon
            """)
    void a_value_that_is_not_legal_is_refused_with_what_is(String key, String value, String told) {
        TableParameter parameter = TableParameter.named(key).orElseThrow();
        assertThat(parameter.check(value)).hasValueSatisfying(misfit -> assertThat(
                        misfit.sentence("parameter '" + key + "'", value) + " " + misfit.hint())
                .startsWith("parameter '" + key + "' is '" + value + "', and ")
                .contains(told)
                .endsWith("."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            timeZone     | America/Argentina/Buenos_Aires
            timeZone     | UTC
            schedule     | 0 0/15 * * * ?
            schedule     | 0 0 12 ? * MON-FRI 2099
            schedule     | 0+0+0/12+*+*+?
            fileSize     | 10000
            fileSize     | 4294967296
            batchRows    | 1
            readers      | 0
            compression  | ZSTD
            catalog      | Crawler
            types        | id=uuid, rate=decimal(38,38)
            onBadValue   | null, born=clamp
            columns      | id, "x,y"
            table        | "Odd Schema"."Price List"
            table        | orders
            table        | shop . "a""b"
            table        | öffentlich.größe
            query        | -- why␤select 1
            query        | (values (1)) union all select 2
            query        | with a as (select 1) select * from a
            where        | note <> 'where; ' AND whereabouts = 1
            """)
    void the_bounds_and_unusual_forms_are_legal(String key, String value) {
        assertThat(TableParameter.named(key).orElseThrow().check(value.replace('␤', '\n')))
                .isEmpty();
    }

    @Test
    void a_blank_value_is_refused_for_every_parameter() {
        for (TableParameter parameter : TableParameter.values()) {
            assertThat(parameter.check("")).as(parameter.key()).hasValueSatisfying(misfit -> assertThat(misfit.hint())
                    .startsWith("Give it a value, or leave it out"));
        }
    }

    @Test
    void every_default_is_legal() {
        for (TableParameter parameter : TableParameter.values()) {
            String value = parameter.defaultValue().replace("{{tableId}}", "orders");
            if (!value.isEmpty()) {
                assertThat(parameter.check(value)).as(parameter.key()).isEmpty();
            }
        }
    }

    @Test
    void every_example_is_legal() {
        for (TableParameter parameter : TableParameter.values()) {
            assertThat(parameter.check(parameter.example())).as(parameter.key()).isEmpty();
        }
    }

    @Test
    void the_template_has_these_parameters_with_these_defaults() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Map<?, ?> parameter : templateParameters()) {
            String name = String.valueOf(parameter.get("name"));
            if (name.equals("tableFolder")) {
                continue;
            }
            found.add(name);
            TableParameter declared = TableParameter.named(name).orElseThrow(() -> new AssertionError(name));
            assertThat(String.valueOf(Objects.requireNonNullElse(parameter.get("defaultValue"), "")))
                    .as(name)
                    .isEqualTo(declared.defaultValue());
            if (parameter.get("description") != null) {
                assertThat(parameter.get("description")).as(name).isEqualTo(declared.meaning());
            }
        }
        assertThat(found).isEqualTo(new TreeSet<>(TableParameter.keys()));
    }

    private static List<Map<?, ?>> templateParameters() throws IOException {
        List<Map<?, ?>> parameters = new ArrayList<>();
        try (InputStream yaml = TableParameterTest.class.getResourceAsStream("/routes/table-to-lake.yaml")) {
            Object items = new Load(LoadSettings.builder().build()).loadFromInputStream(Objects.requireNonNull(yaml));
            for (Object item : (List<?>) items) {
                Map<?, ?> template = (Map<?, ?>) ((Map<?, ?>) item).get("routeTemplate");
                if (template.get("parameters") instanceof List<?> declared) {
                    parameters.addAll(
                            declared.stream().map(each -> (Map<?, ?>) each).collect(Collectors.toList()));
                }
            }
        }
        return parameters;
    }
}
