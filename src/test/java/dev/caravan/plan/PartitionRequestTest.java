package dev.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.partition.PartitionField;
import dev.caravan.partition.Transform;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionRequestTest {
    @Test
    void each_expression_is_a_level_of_folders() {
        assertThat(
                        PartitionRequest.parse(
                                "dt_year=year(created_at), dt_month=extract(month from created_at), dt_start_week=week(created_at)"))
                .containsExactly(
                        new PartitionField("dt_year", Transform.YEAR, "created_at"),
                        new PartitionField("dt_month", Transform.MONTH_OF_YEAR, "created_at"),
                        new PartitionField("dt_start_week", Transform.WEEK, "created_at"));
        assertThat(PartitionRequest.parse("DAY( \"Created At\" ),country , land=\"x,y\", month(m), HOUR(h)"))
                .containsExactly(
                        new PartitionField("", Transform.DAY, "Created At"),
                        new PartitionField("", Transform.COLUMN, "country"),
                        new PartitionField("land", Transform.COLUMN, "x,y"),
                        new PartitionField("", Transform.MONTH, "m"),
                        new PartitionField("", Transform.HOUR, "h"));
        assertThat(PartitionRequest.parse(
                        "y=extract(YEAR FROM c), d=extract( day from c ), h=Extract(hour from \"c d\")"))
                .extracting(PartitionField::transform)
                .containsExactly(Transform.YEAR, Transform.DAY_OF_MONTH, Transform.HOUR_OF_DAY);
        assertThat(PartitionRequest.parse("  ")).isEmpty();
    }

    @Test
    void an_expression_is_written_as_it_is_read() {
        for (String expression : List.of(
                "year(c)",
                "month(c)",
                "week(c)",
                "day(c)",
                "hour(c)",
                "extract(month from c)",
                "extract(day from c)",
                "c")) {
            assertThat(PartitionRequest.parse(expression))
                    .singleElement()
                    .extracting(PartitionField::expression)
                    .isEqualTo(expression);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dt=minute(c) | 'minute(c)' is no expression that divides a table",
                "dt=extract(week from c) | is no expression that divides a table",
                "dt=day() | has to name one column",
                "dt=day(a, b) | 'day(a, b)' has to name one column",
                "a=day(c), a=month(c) | two partitions have the name 'a'",
                "Dt=day(c) | has capitals",
                "d:t=day(c) | a colon",
                "d/t=day(c) | a character that the names of folders cannot have",
                "run=day(c) | is that of the folders of runs",
                "day(c),, | nothing as its item 2",
            })
    void what_cannot_be_read_is_refused_with_a_remedy(String text, String sentence) {
        assertThatThrownBy(() -> PartitionRequest.parse(text))
                .isInstanceOfSatisfying(ExportException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
                    assertThat(refused.what()).contains(sentence);
                    assertThat(refused.hint()).isNotEmpty();
                });
    }
}
