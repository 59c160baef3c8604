package dev.caravan.pod.signals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The page lists what the pod serves, and the alert rules ask for nothing else. */
class MetricsPageTest {
    private static final Pattern ROW = Pattern.compile("\\| `(caravan_\\w+)` \\|([^|]*)\\| (\\w+) \\| .+ \\|");
    private static final Pattern TYPE = Pattern.compile("# TYPE (caravan_\\w+) (\\w+)");
    private static final Pattern HELP = Pattern.compile("# HELP (caravan_\\w+) (\\S.*)");
    private static final Pattern NAME = Pattern.compile("caravan_\\w+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    @TempDir
    private Path folder;

    @Test
    void the_page_and_the_pod_have_the_same_metrics_with_the_same_labels_and_types() throws IOException {
        Map<String, String> onThePage = ROW.matcher(Files.readString(Path.of("docs/metrics.md")))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> row.group(3) + labels(row), (a, b) -> a, TreeMap::new));
        String served = served();
        Map<String, Set<String>> labels = new TreeMap<>();
        served.lines().filter(line -> line.startsWith("caravan_")).forEach(line -> {
            String name = line.split("[{ ]", 2)[0].replaceFirst("_(count|sum|max)$", "");
            labels.computeIfAbsent(name, first -> new TreeSet<>())
                    .addAll(LABEL.matcher(line)
                            .results()
                            .map(label -> label.group(1))
                            .toList());
        });
        Map<String, String> ofThePod = new TreeMap<>();
        TYPE.matcher(served)
                .results()
                .filter(type -> labels.containsKey(type.group(1)))
                .forEach(type -> ofThePod.put(type.group(1), type.group(2) + labels.get(type.group(1))));

        assertThat(onThePage).isEqualTo(ofThePod);
        assertThat(HELP.matcher(served).results().map(help -> help.group(1)).collect(Collectors.toSet()))
                .as("have a help text")
                .containsAll(ofThePod.keySet());
    }

    private static String labels(MatchResult row) {
        return new TreeSet<>(Pattern.compile("`(\\w+)`")
                        .matcher(row.group(2))
                        .results()
                        .map(label -> label.group(1))
                        .toList())
                .toString();
    }

    @Test
    void alert_rules_name_only_metrics_that_exist() throws IOException {
        Set<String> samples = served().lines()
                .filter(line -> line.startsWith("caravan_"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
        Object document =
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(Path.of("docs/alerts.yaml")));
        JsonNode rules = new ObjectMapper().valueToTree(document).at("/groups/0/rules");

        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.path("alert").asText()).startsWith("Caravan");
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            assertThat(NAME.matcher(rule.path("expr").asText()).results().map(MatchResult::group))
                    .as(rule.toString())
                    .isNotEmpty()
                    .isSubsetOf(samples);
        });
    }

    /** By a pod in which everything has happened that makes a metric appear. */
    private String served() {
        try (SignalPod pod = new SignalPod("page", folder)) {
            pod.lake()
                    .sql("CREATE TABLE t AS SELECT date 'infinity' AS born")
                    .table("t", "table", "t", "onBadValue", "null");
            pod.start();
            pod.run("t");
            return pod.page();
        }
    }
}
