package dev.caravan.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCheckTest {
    @TempDir
    private Path dir;

    /** One row per setting: key, value, what the message says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            caravan.lake.bukket                | lake                   | Did you mean 'caravan.lake.bucket'?
            caravan.lake.Bucket                | lake                   | Did you mean 'caravan.lake.bucket'?
            cravan.lake.bucket                 | lake                   | Did you mean 'caravan.lake.bucket'?
            CARAVAN_LAKE_BUCKET                | lake                   | Did you mean 'caravan.lake.bucket'?
            caravan.bucket                     | lake                   | Did you mean 'caravan.lake.bucket'?
            caravan.lake.part.size             | 8388608                | Did you mean 'caravan.lake.part-size'?
            caravan                            |                        | caravan alone is not a setting. Write each setting whole
            caravan.anything.else              | 1                      | is not a setting of Caravan
            caravan.source.shop.pasword        | x                      | Did you mean 'caravan.source.shop.password'?
            caravan.source.shop.pool-size      | 4                      | caravan.source.shop.url is not set
            caravan.source.shop.url            | jdbc:postgresql://h/d  | caravan.source.shop.user is not set
            caravan.source.shop.url            | jdbc:mysql://h/d       | no driver on the class path accepts it (jdbc:mysql)
            caravan.source.shop.url            | jdbc:postgres://h/d    | Did you mean jdbc:postgresql:?
            caravan.source.shop.url            | postgresql://h/d       | it is not a JDBC URL
            caravan.source.row-security        | maybe                  | Legal are: refuse, allow.
            caravan.lake.encryption            | aes                    | Legal are: bucket, s3, kms.
            caravan.lake.kms-key-id            | 1234                   | Set caravan.lake.encryption to kms
            caravan.lake.bucket                | s3://lake              | Write the name only, without s3://
            caravan.lake.prefix                | s3://lake/raw          | Leave out s3:// and the bucket
            caravan.lake.endpoint              | localhost:9000         | a URL that begins with http
            caravan.lake.part-size             | 8MB                    | 8 MiB are 8388608
            caravan.lake.part-size             | 1000000                | from 5242880 to
            caravan.retry.maximum              | -1                     | a whole number of retries from 0 to 1000
            caravan.retry.delay                | soon                   | a time such as 500ms
            caravan.lock.timeout               | 0s                     | longer than zero
            caravan.lock.timeout               | -5s                    | longer than zero
            caravan.crawl.timeout              | 10 minuts              | a time such as 500ms
            caravan.routes.poll-interval       | 99999999h              | at most 8760h, a year
            caravan.shutdown.timeout           | 2m                     | a whole number of seconds from 1 to 86400
            caravan.runs.maximum               | 0                      | a whole number of runs from 1 to 9999
            caravan.memory.budget              | 0%                     | a part of the heap from 1% to 99%
            caravan.memory.budget              | 1GB                    | Set it to a part, such as 25%
            caravan.management.port            | 98760                  | a whole number from 0 to 65535
            caravan.management.origins         | http://h:1/x           | without a path
            caravan.log.level                  | DEBUG                  | has no effect here
            caravan.lake.prefix                | raw/../x               | Leave out s3:// and the bucket, '.' and '..'
            caravan.lake.prefix                | ..                     | a folder of the bucket
            caravan.lake.prefix                | raw//x                 | empty folders
            caravan.lake.prefix                | ${PREFIX}              | nothing has replaced ${PREFIX}. Kubernetes replaces $(NAME)
            caravan.lake.bucket                | "lake"                 | is '"lake"', and the quotes around it would be part of it. Remove the quotes.
            caravan.lake.endpoint              | http://minio:99999     | a port from 1 to 65535
            caravan.glue.crawler-role          | arn:aws:iam:role/x     | arn:aws:iam::123456789012:role/NAME
            caravan.glue.crawler-role          | "crawler"              | Remove the quotes
            caravan.staging.dir                | ~/staging              | only a shell replaces '~'
            caravan.management.host            | no-such-host.invalid   | no host of that name is known
            caravan.management.host            | 192.0.2.1              | not an address of this machine
            caravan.management.host            | localhost:9876         | Write it without a port
            caravan.management.port            | 9876/tcp               | a whole number from 0 to 65535
            caravan.management.operations.user | operator               | caravan.management.operations.password is not.
            caravan.management.operations.password | long enough to use | caravan.management.operations.user is not.
            caravan.source.shop.url            | jdbc:postgresql://$(H)/d?user=a | has '$(H)' in the host
            caravan.name                       | $(NAME)                | nothing has replaced $(NAME)
            caravan.retention.days             | {{no.such.property}}   | names a property that is not set
            """)
    void a_fault_of_the_file_is_told_with_its_line_and_what_is_legal(String key, String value, String told)
            throws IOException {
        assertThat(faults("# one line before\n" + key + " = " + Objects.requireNonNullElse(value, "") + "\n", Map.of()))
                .singleElement()
                .satisfies(
                        fault -> assertThat(fault.reason() + " " + fault.hint()).contains(told))
                .satisfies(fault -> assertThat(fault.reason())
                        .satisfiesAnyOf(
                                reason -> assertThat(reason).contains("test.properties:2: "),
                                // What is missing has no line.
                                reason -> assertThat(reason).contains("is not set.")));
    }

    @Test
    void every_fault_is_told_at_once_and_no_secret_is() throws IOException {
        assertThat(faults("""
                        caravan.lake.bukket = lake
                        caravan.runs.maximum = many
                        caravan.source.a.url = jdbc:mysql://h/d?password=secret
                        caravan.source.b.user = me
                        """, Map.of("CARAVAN_LAKE_BUKET", "lake")))
                .hasSize(5)
                .allSatisfy(fault -> assertThat(fault.toString()).doesNotContain("secret"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            caravan.name = x;caravan.runs.maximum = 2;caravan.name = x      | :3: caravan.name is set on line 1 too.
            my.own = x;my.own = y                                           | :2: my.own is set on line 1 too.
            caravan.source.Shop.url = jdbc:postgresql://h/d;caravan.source.shop.user = me | :2: caravan.source.shop.user spells the source Shop
            caravan.source.a-b.url = jdbc:postgresql://h/d?user=a;caravan.source.a_b.url = jdbc:postgresql://h/d?user=a | :2: caravan.source.a_b.url spells the source a-b
            """)
    void what_is_set_twice_is_one_fault_with_the_line_and_the_other_one(String lines, String told) throws IOException {
        assertThat(faults(lines.replace(';', '\n'), Map.of()))
                .singleElement()
                .satisfies(fault -> assertThat(fault.reason()).contains(told));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            caravan.management.operations.user = a:b;caravan.management.operations.password = long enough to use | :1: caravan.management.operations.user is 'a:b', and it has to be a name without ':'
            caravan.management.operations.user = me;caravan.management.operations.password = geheim | :2: caravan.management.operations.password cannot be used: it has to be a password of at least 12
            caravan.name = pod;caravan.mask.key = geheim                    | :2: caravan.mask.key cannot be used: it has to be a key of at least 32 characters
            caravan.retry.delay = 10m;caravan.retry.maximum-delay = 5m      | :2: caravan.retry.maximum-delay is '5m', and caravan.retry.delay (10m) has to be at most
            caravan.lake.bucket = lake;caravan.log.outcome = DEBUG             | :2: caravan.log.outcome has no effect here, because the log begins before this file is read
            caravan.lake.kms-key-id = k;caravan.lake.encryption = s3        | :1: caravan.lake.kms-key-id is set, and caravan.lake.encryption is 's3'
            """)
    void settings_that_do_not_fit_together_are_one_fault(String lines, String told) throws IOException {
        assertThat(faults(lines.replace(';', '\n'), Map.of()))
                .singleElement()
                .satisfies(fault -> assertThat(fault.toString()).contains(told).doesNotContain("geheim"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "caravan.management.host = localhost",
                "caravan.management.host = ::1",
                "caravan.lake.prefix = /raw/shop.v1/..x/",
                "caravan.glue.crawler-role = service-role/AWSGlueServiceRole-x",
                "caravan.glue.crawler-role = arn:aws-cn:iam::123456789012:role/a/b",
                "caravan.management.operations.user = me\ncaravan.management.operations.password = long enough to use",
                "caravan.retry.delay = 10m\ncaravan.retry.maximum-delay = 10m",
                "caravan.name = x\r\ncaravan.runs.maximum = 3\r\n"
            })
    void what_is_legal_is_no_fault(String file) throws IOException {
        assertThat(faults(file, Map.of())).isEmpty();
    }

    @Test
    void quotes_around_a_secret_and_variables_in_its_place_are_faults_and_are_not_shown() throws IOException {
        for (String value : List.of("'geheim'", "\"geheim\"", "$(geheim)", "${geheim}")) {
            assertThat(faults("""
                    caravan.source.a.url = jdbc:postgresql://h/d?user=a
                    caravan.source.a.password = %s
                    """.formatted(value), Map.of()))
                    .as(value)
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.toString())
                            .contains(":2: caravan.source.a.password cannot be used: ")
                            .doesNotContain("geheim"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"caravan_lake_prefix", "caravan.lake.prefix", "Caravan_Lake_Prefix"})
    void a_variable_that_is_spelled_like_a_key_is_a_fault(String variable) throws IOException {
        assertThat(faults("", Map.of(variable, "raw"))).singleElement().satisfies(fault -> assertThat(fault.toString())
                .contains(variable, "Did you mean CARAVAN_LAKE_PREFIX?"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CARAVAN_LAKE_BUKET",
                "CARAVAN_MANAGMENT_PORT",
                "CARAVAN_RUNS_MAX",
                "CARAVAN_SOURCE_SHOP_PASWORD",
                "CARAVAN_MANAGEMENT_PROT"
            })
    void a_mistyped_variable_is_a_fault(String variable) throws IOException {
        assertThat(faults("", Map.of(variable, "1"))).singleElement().satisfies(fault -> assertThat(fault.toString())
                .contains(variable, "Did you mean CARAVAN_"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CARAVAN_SERVICE_HOST",
                "CARAVAN_SERVICE_PORT",
                "CARAVAN_SERVICE_PORT_HTTP",
                "CARAVAN_PORT_9876_TCP",
                "CARAVAN_PORT_9876_TCP_PROTO",
                "CARAVAN_PORT_9876_TCP_PORT",
                "CARAVAN_PORT_9876_TCP_ADDR",
                "CARAVAN_MANAGEMENT_SERVICE_HOST",
                "CARAVAN_MANAGEMENT_PORT_9876_TCP",
                "CARAVAN_JAVA_OPTS",
                "CARAVAN_LAKE_PART_SIZE",
                "CARAVAN_LOG_LEVEL"
            })
    void variables_of_kubernetes_of_the_launcher_and_of_settings_are_none(String variable) throws IOException {
        SettingsCheck check = check("", Map.of(variable, "8388608"));
        assertThat(check.faults()).isEmpty();
        assertThat(check.notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CARAVAN_PORT", "CARAVAN_LAKE_PORT"})
    void a_port_of_kubernetes_is_known_by_its_value(String variable) throws IOException {
        SettingsCheck check = check("", Map.of(variable, "tcp://10.0.0.1:9876"));
        assertThat(check.faults()).isEmpty();
        assertThat(check.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CARAVAN_BUCKET, CARAVAN_LAKE_BUCKET",
        "CARAVAN_ENVIRONMENT, CARAVAN_SENTRY_ENVIRONMENT",
        "CARAVAN_SOURCE_SHOP_PASSWORD_FILE, CARAVAN_SOURCE_SHOP_PASSWORD"
    })
    void a_variable_that_may_be_anothers_is_a_note_with_the_setting(String variable, String meant) throws IOException {
        SettingsCheck check = check("", Map.of(variable, "1"));
        assertThat(check.faults()).isEmpty();
        assertThat(check.notes()).singleElement().asString().endsWith("has no effect. Did you mean " + meant + "?");
    }

    @Test
    void a_setting_that_is_empty_is_as_good_as_none() throws IOException {
        assertThat(faults(
                        "caravan.glue.crawler-role = {{env:NO_SUCH_ROLE:}}\ncaravan.lake.prefix = raw",
                        Map.of("CARAVAN_LAKE_PREFIX", "")))
                .isEmpty();
        assertThat(faults("caravan.glue.crawler-role = {{env:NO_SUCH_ROLE}}", Map.of()))
                .singleElement()
                .satisfies(fault -> assertThat(fault.toString()).contains("names a property that is not set"));
    }

    @Test
    void a_variable_that_is_near_to_nothing_is_a_note() throws IOException {
        SettingsCheck check = check("", Map.of("CARAVAN_IMAGE_DIGEST", "1"));
        assertThat(check.faults()).isEmpty();
        assertThat(check.notes())
                .containsExactly(
                        "The environment variable CARAVAN_IMAGE_DIGEST is not a setting of Caravan, and has no effect.");
    }

    @Test
    void a_mistyped_option_of_the_jvm_is_a_fault() throws IOException {
        System.setProperty("caravan.bench.runs", "5");
        System.setProperty("caravan.lake.bukket", "lake");
        System.setProperty("caravan.runs.maximum", "two");
        try {
            assertThat(faults("", Map.of()))
                    .extracting(SettingFault::reason)
                    .containsExactlyInAnyOrder(
                            "-Dcaravan.bench.runs is not a setting of Caravan.",
                            "-Dcaravan.lake.bukket is not a setting of Caravan.",
                            "-Dcaravan.runs.maximum is 'two', and it has to be a whole number of runs from 1 to 9999.");
        } finally {
            System.clearProperty("caravan.bench.runs");
            System.clearProperty("caravan.lake.bukket");
            System.clearProperty("caravan.runs.maximum");
        }
    }

    @Test
    void properties_of_the_users_own_are_no_settings() throws IOException {
        assertThat(faults("orders.schedule = 0 0 0 * * ?\ncamel.main.name = x\nmy.lake.bucket = y\n", Map.of()))
                .isEmpty();
    }

    @Test
    void every_default_is_that_of_a_setting_and_legal() throws IOException {
        Properties defaults = new Properties();
        try (InputStream in = SettingsCheckTest.class.getResourceAsStream("/application.properties")) {
            defaults.load(in);
        }
        for (String key : defaults.stringPropertyNames()) {
            if (key.startsWith("caravan.")) {
                Setting setting = Setting.of(key).orElseThrow(() -> new AssertionError(key));
                String value = defaults.getProperty(key).strip();
                if (!value.isEmpty() && !value.startsWith("{{env:")) {
                    assertThat(setting.form().check(value)).as(key).isEmpty();
                }
            }
        }
        assertThat(Setting.keys())
                .filteredOn(key -> !defaults.containsKey(key))
                .containsExactlyInAnyOrder(
                        "caravan.lake.bucket",
                        "caravan.log.level",
                        "caravan.log.outcome",
                        "caravan.log.shutdown",
                        "caravan.log.target");
    }

    private List<SettingFault> faults(String file, Map<String, String> environment) throws IOException {
        return check(file, environment).faults();
    }

    private SettingsCheck check(String file, Map<String, String> environment) throws IOException {
        Path path = Files.writeString(dir.resolve("test.properties"), file);
        CamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().setLocation("file:" + path);
        context.getPropertiesComponent().addPropertiesSource(new ProcessSource());
        return new SettingsCheck(
                new Settings(context, environment), new GivenSettings(SettingsFile.read(path), environment));
    }
}
