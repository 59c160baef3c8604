package dev.caravan.roundtrip;

import dev.caravan.read.BatchLimits;
import dev.caravan.roundtrip.Values.Outcome;
import dev.caravan.write.Compression;
import dev.caravan.write.WriteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A table of random types with random values, and random limits for the way through Caravan.
 *
 * @param rows SQL expressions, row by row
 */
record RandomTable(List<Column> columns, List<List<String>> rows, BatchLimits limits, WriteOptions options) {
    /** A column: a type in one of its shapes. */
    record Column(Values values, Shape shape) {
        @Override
        public String toString() {
            return values.type() + " " + shape;
        }
    }

    /** Tables of these types, whose rows often just fill a batch or just do not. */
    static Arbitrary<RandomTable> of(List<Values> types, int version) {
        Arbitrary<Column> column = Arbitraries.of(types)
                .flatMap(values -> Arbitraries.of(Shape.of(values)).map(shape -> new Column(values, shape)));
        Arbitrary<BatchLimits> limits = Combinators.combine(
                        Arbitraries.of(1, 2, 7, 10, 1000), Arbitraries.of(1, 100, 2_000, 1 << 20))
                .as(BatchLimits::new);
        Arbitrary<WriteOptions> options = Combinators.combine(
                        Arbitraries.of(Compression.class),
                        Arbitraries.of(1L, 500L, 1L << 20),
                        Arbitraries.of(1L, 3_000L, 1L << 20))
                .as(WriteOptions::new);
        Arbitrary<Integer> count = Arbitraries.of(0, 1, 2, 6, 7, 8, 9, 10, 11, 19, 20, 21, 30);
        return Combinators.combine(column.list().ofMinSize(1).ofMaxSize(8), count, limits, options)
                .flatAs((columns, rows, batch, write) ->
                        rows(columns, version, rows).map(cells -> new RandomTable(columns, cells, batch, write)));
    }

    private static Arbitrary<List<List<String>>> rows(List<Column> columns, int version, int rows) {
        List<Arbitrary<String>> cells =
                columns.stream().map(column -> cell(column, version)).toList();
        return Combinators.combine(cells).as(row -> row).list().ofSize(rows);
    }

    private static Arbitrary<String> cell(Column column, int version) {
        Values values = column.values();
        int number = TypeTables.number(values);
        Arbitrary<String> listed = Arbitraries.of(values.values(Outcome.ARRIVES, version).stream()
                .map(Values.Value::sql)
                .toList());
        Arbitrary<String> value = RandomValues.of(values.type())
                .map(random -> Arbitraries.oneOf(List.of(listed, random)))
                .orElse(listed);
        Arbitrary<String> shaped = column.shape() == Shape.ARRAY
                ? value.injectNull(0.2)
                        .map(String::valueOf)
                        .list()
                        .ofMaxSize(5)
                        .map(elements -> "ARRAY[" + String.join(", ", elements) + "]::" + values.type() + "[]")
                : value.map(sql -> column.shape().expression(values, number, sql));
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, shaped),
                net.jqwik.api.Tuple.of(1, Arbitraries.just("NULL")),
                net.jqwik.api.Tuple.of(1, Arbitraries.just(column.shape().empty())));
    }

    /** SQL that makes the table and fills it. */
    List<String> sql(String name) {
        List<String> sql = new ArrayList<>();
        StringBuilder definition = new StringBuilder("CREATE TABLE " + name + " (id int");
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            definition
                    .append(", c")
                    .append(i)
                    .append(' ')
                    .append(column.shape().type(column.values(), TypeTables.number(column.values())));
        }
        sql.add(definition.append(')').toString());
        for (int row = 0; row < rows.size(); row++) {
            sql.add(rows.get(row).stream()
                    .collect(Collectors.joining(", ", "INSERT INTO " + name + " VALUES (" + row + ", ", ")")));
        }
        return sql;
    }
}
