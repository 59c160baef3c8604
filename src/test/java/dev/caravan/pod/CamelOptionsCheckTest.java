package dev.caravan.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CamelOptionsCheckTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            camel.main.shutdownTimout=5                  | is not an option of Camel 4.18.0. Did you mean 'camel.main.shutdownTimeout'?
            camel.main.shutdown-timout=5                 | Did you mean 'camel.main.shutdownTimeout'?
            camel.main.banana=5                          | is not an option of Camel
            camel.main.streamCachingEnabled=yess         | is 'yess', and there is no such value. Legal are: true, false.
            camel.main.stream-caching-enabled=yess       | Legal are: true, false.
            camel.main.shutdownTimeout=5s                | a whole number
            camel.main.startupSummaryLevel=onelin        | Did you mean 'Oneline'?
            camel.main.name={{no.such.property}}x        | names a property that is not set.
            camel.management.port=70000                  | a whole number from 0 to 65535
            camel.main.shutdownTimeout={{no.such}}       | names a property that is not set.
            camel.health.enabld=true                     | Did you mean 'camel.health.enabled'?
            camel.helth.enabled=true                     | Did you mean 'camel.health.enabled'?
            camel.component.quartz.autoStartSchedulr=no  | Did you mean 'camel.component.quartz.autoStartScheduler'?
            camel.component.pg-table.banana=x            | is not an option of Camel
            camel.component.nope.banana=x                | is for the component 'nope', which is not on the class path.
            camel.routecontroller.backOffDelay=soon      | a whole number, or a time such as 500ms
            camel.routecontroller.backOffMultiplier=two  | is 'two', and it has to be a number
            camel.component.seda.queueSize=many          | is 'many', and it has to be a whole number
            """)
    void a_fault_has_its_line_and_what_is_legal(String line, String told) throws IOException {
        List<SettingFault> faults = faults("# one line before\n" + line, Map.of());
        assertThat(faults).singleElement().satisfies(fault -> assertThat(fault.reason() + " " + fault.hint())
                .startsWith(dir.resolve("test.properties") + ":2: " + line.split("=")[0])
                .contains(told));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.main.shutdownTimeout = 5",
                "camel.main.streamCachingEnabled = TRUE ",
                "camel.threadpool.config[x].poolSize = 5",
                "camel.component.quartz.properties[org.quartz.threadPool.threadCount] = 5",
                "camel.component.seda.queueSize = {{size}}\nsize = 5",
                "camel.routecontroller.backOffDelay = 5s",
                "camel.beans.mine = #class:com.acme.Mine\ncamel.component.mine.a = b",
                "camel.variable.greeting = hello",
                "camel.rest.apiProperties[api.title] = x",
                "camelot.main.x = y",
                "camel.train.x = y"
            })
    void what_camel_takes_is_no_fault(String line) throws IOException {
        assertThat(faults(line, Map.of())).isEmpty();
    }

    @Test
    void options_in_the_environment_and_of_the_jvm_are_named_as_they_are_written() throws IOException {
        assertThat(faults("", Map.of("CAMEL_MAIN_SHUTDOWNTIMOUT", "5", "CAMEL_SERVICE_PORT", "80")))
                .singleElement()
                .satisfies(fault -> assertThat(fault.toString())
                        .contains("The environment variable CAMEL_MAIN_SHUTDOWNTIMOUT is not an option of Camel"));
        assertThat(faults("", Map.of("CAMEL_MAIN_STREAM_CACHING_ENABLED", "yess")))
                .singleElement()
                .satisfies(fault -> assertThat(fault.toString()).contains("is 'yess'", "true, false"));
        System.setProperty("camel.main.shutdownTimout", "5");
        try {
            assertThat(faults("", Map.of())).singleElement().satisfies(fault -> assertThat(fault.toString())
                    .contains("-Dcamel.main.shutdownTimout is not an option of Camel"));
        } finally {
            System.clearProperty("camel.main.shutdownTimout");
        }
    }

    private List<SettingFault> faults(String text, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(dir.resolve("test.properties"), text);
        DefaultCamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().setLocation("file:" + file);
        return new CamelOptionsCheck(context, new GivenSettings(SettingsFile.read(file), environment)).faults();
    }
}
