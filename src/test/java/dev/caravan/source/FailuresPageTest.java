package dev.caravan.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of all failures says what the code says. */
class FailuresPageTest {
    private static final Pattern CODE = Pattern.compile("^\\| `([A-Z_]+)` \\| (\\w+) \\| (\\d) \\|");
    private static final Pattern STATES = Pattern.compile("^\\| ((?:`[0-9A-Z]{2,5}` ?)+)\\| `([A-Z_]+)` \\|");
    private static final Pattern STATE = Pattern.compile("`([^`]+)`");

    @Test
    void every_code_is_on_it_with_kind_and_exit_code() throws IOException {
        List<String> written = lines().stream()
                .map(CODE::matcher)
                .filter(line -> line.find())
                .map(line -> line.group(1) + " " + line.group(2) + " " + line.group(3))
                .toList();

        assertThat(written)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ErrorCode.values())
                        .map(code -> code + " " + code.kind().name().toLowerCase(Locale.ROOT) + " "
                                + code.exit().code())
                        .toList());
    }

    @Test
    void every_sqlstate_is_on_it_with_its_code() throws IOException {
        Map<String, String> written = new TreeMap<>();
        for (String line : lines()) {
            STATES.matcher(line).results().forEach(row -> STATE.matcher(row.group(1))
                    .results()
                    .forEach(state -> written.put(state.group(1), row.group(2))));
        }

        assertThat(written)
                .isEqualTo(SqlStates.ROWS.stream()
                        .collect(Collectors.toMap(
                                SqlStates.Row::state, row -> row.code().name(), (one, other) -> one, TreeMap::new)));
    }

    private static List<String> lines() throws IOException {
        return Files.readString(Path.of("docs/failures.md")).lines().toList();
    }
}
