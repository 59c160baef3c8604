package dev.caravan.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.roundtrip.Values.Outcome;
import dev.caravan.roundtrip.Values.Value;
import dev.caravan.write.DataFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;

/** Takes every value of every type from one server through Caravan to one judge. */
final class TypeSuite {
    /** Shapes in which a value beyond the target has to be refused as well. */
    private static final List<Shape> REFUSED_IN =
            List.of(Shape.ALONE, Shape.ARRAY, Shape.MATRIX, Shape.DOMAIN, Shape.COMPOSITE, Shape.NESTED);

    private final TypeTables tables;
    private final Judge judge;
    private final Path folder;

    TypeSuite(DataSource source, Judge judge, Path folder) {
        this.tables = new TypeTables(source);
        this.judge = judge;
        this.folder = folder;
    }

    /** One container a type. */
    Stream<DynamicContainer> tests() {
        return tables.types().stream().map(this::tests);
    }

    private DynamicContainer tests(Values values) {
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(DynamicTest.dynamicTest("every value arrives in every shape", () -> everyValueArrives(values)));
        tables.values(values, Outcome.BEYOND_POSTGRESQL)
                .forEach(value -> tests.add(
                        DynamicTest.dynamicTest(value.sql() + ": " + value.reason(), () -> postgresqlRefuses(value))));
        List<Value> refused = tables.values(values, Outcome.BEYOND_TARGET);
        for (int i = 0; i < refused.size(); i++) {
            Value value = refused.get(i);
            int id = 1000 + i;
            tests.add(DynamicTest.dynamicTest(
                    value.sql() + ": " + value.reason(), () -> caravanRefuses(values, id, value)));
        }
        values.retargets()
                .forEach(retarget -> tests.add(DynamicTest.dynamicTest(
                        "as " + retarget.choice(), () -> everyValueArrivesAs(values, retarget))));
        return DynamicContainer.dynamicContainer(values.type(), tests);
    }

    private void everyValueArrives(Values values) {
        tables.create(values);
        List<String> columns = new ArrayList<>(List.of("id"));
        List<String> printed = new ArrayList<>(List.of("id"));
        for (Shape shape : Shape.of(values)) {
            columns.add(shape.column());
            printed.add(shape.column() + values.printedAs());
        }
        compare(values, columns, printed, "id < 1000", Map.of());
    }

    private void everyValueArrivesAs(Values values, Values.Retarget retarget) {
        compare(
                values,
                List.of("id", "v"),
                List.of("id", retarget.printed()),
                "id < 1000 AND (v IS NULL OR " + retarget.holds() + ")",
                Map.of("v", retarget.choice()));
    }

    private void compare(
            Values values, List<String> columns, List<String> printed, String where, Map<String, String> types) {
        String table = TypeTables.name(values);
        List<List<@Nullable String>> expected = tables.printed(table, printed, where);
        List<Path> files = new Export(tables.source(), folder.resolve(table + types.values()))
                .part(table, columns, where, types).stream().map(DataFile::path).toList();
        Content content = judge.read(files);
        assertThat(content.rows()).hasSameSizeAs(expected);
        List<String> differences = new ArrayList<>();
        List<Value> arriving = tables.values(values, Outcome.ARRIVES);
        for (int row = 0; row < expected.size(); row++) {
            int id = Integer.parseInt(String.valueOf(expected.get(row).get(0)));
            String what = id < 1
                    ? "row " + id
                    : arriving.get(id - 1).sql() + " (" + arriving.get(id - 1).reason() + ")";
            Printed.differences(
                            content.shapes(),
                            new ArrayList<>(expected.get(row)),
                            content.rows().get(row),
                            values.delimiter())
                    .forEach(difference -> differences.add(cut(what) + ", " + cut(difference)));
        }
        assertThat(differences).as("%s as %s", values, content.shapes()).isEmpty();
    }

    private static String cut(String text) {
        return text.length() <= 400 ? text : text.substring(0, 400) + "…";
    }

    private void postgresqlRefuses(Value value) {
        assertThat(tables.refusal(value.sql())).startsWith("22");
    }

    private void caravanRefuses(Values values, int id, Value value) {
        for (Shape shape : REFUSED_IN) {
            ExportException refusal = catchThrowableOfType(
                    ExportException.class, () -> new Export(tables.source(), folder.resolve("refused"))
                            .part(TypeTables.name(values), List.of("id", shape.column()), "id = " + id, Map.of()));
            assertThat(refusal).as("%s in shape %s", value.sql(), shape).isNotNull();
            assertThat(refusal.code())
                    .as("%s in shape %s: %s", value.sql(), shape, refusal.getMessage())
                    .isEqualTo(ErrorCode.BAD_VALUE);
            assertThat(refusal).hasMessageContaining(value.rule()).hasMessageContaining(shape.column());
        }
    }
}
