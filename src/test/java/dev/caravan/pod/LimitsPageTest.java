package dev.caravan.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.aws.WatchedRequest;
import dev.caravan.limit.Limit;
import dev.caravan.source.SourceLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.util.TimeUtils;
import org.junit.jupiter.api.Test;

/** The page of all limits says what the settings and the code say. */
class LimitsPageTest {
    private static final Pattern SETTING = Pattern.compile("`(caravan\\.[a-z.-]+)` = `([^`]+)`");
    private static final Pattern LIMIT = Pattern.compile("caravan\\..*(timeout|warn-after|slowest-rate)");

    @Test
    void every_limit_that_can_be_set_is_on_the_page_with_its_default() throws IOException {
        Map<String, String> written = SETTING.matcher(page())
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(1), found -> found.group(2), (one, other) -> one, TreeMap::new));

        assertThat(written).isEqualTo(defaults());
    }

    @Test
    void the_times_beside_the_settings_are_those_of_the_settings() throws IOException {
        for (String row : page().lines().filter(line -> line.startsWith("| ")).toList()) {
            String limit = row.split("\\|")[3].strip();
            SETTING.matcher(row).results().limit(1).forEach(found -> assertThat(limit)
                    .as(row)
                    .startsWith(spelled(found.group(1), found.group(2))));
        }
    }

    @Test
    void limits_that_cannot_be_set_are_those_of_the_code() throws IOException {
        String page = page();
        assertThat(row(page, "rollback"))
                .contains("| " + SourceLimits.CLOSING.time().toSeconds() + " s | fixed |");
        assertThat(row(page, "cancel request")).contains("| " + SourcePools.CANCEL_SECONDS + " s | fixed |");
        Limit none = new Limit(Duration.ZERO, "");
        long more = new WatchedRequest.Patience(none, Long.parseLong(defaults().get("caravan.lake.slowest-rate")))
                .longest()
                .toSeconds();
        assertThat(row(page, "S3: a request")).contains("40 s, and " + more + " s more at most");
        assertThat(row(page, "at SIGTERM")).contains("and " + Pod.AFTER_GRACE.toSeconds() + " s more at most");
    }

    private static String row(String page, String wait) {
        return page.lines()
                .filter(line -> line.startsWith("| ") && line.contains(wait))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row of " + wait));
    }

    private static String spelled(String setting, String value) {
        if (setting.equals("caravan.shutdown.timeout")) {
            return value + " s";
        }
        long seconds = TimeUtils.toMilliSeconds(value) / 1_000;
        return seconds > 120 ? seconds / 60 + " min" : seconds + " s";
    }

    private static Map<String, String> defaults() throws IOException {
        Properties all = new Properties();
        try (InputStream in = LimitsPageTest.class.getResourceAsStream("/application.properties")) {
            all.load(in);
        }
        return all.stringPropertyNames().stream()
                .filter(name -> LIMIT.matcher(name).matches())
                .collect(Collectors.toMap(name -> name, all::getProperty, (one, other) -> one, TreeMap::new));
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/limits.md"));
    }
}
