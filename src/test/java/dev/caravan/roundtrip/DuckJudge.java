package dev.caravan.roundtrip;

import dev.caravan.DuckDb;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Struct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** DuckDB as the judge. It prints every leaf itself, so that no driver's conversion and no time zone comes between. */
public final class DuckJudge implements Judge, AutoCloseable {
    private final DuckDb duck = DuckDb.open();

    @Override
    public Content read(List<Path> files) {
        String parquet = DuckDb.parquet(files.toArray(Path[]::new));
        Map<String, Content.Shape> shapes = new LinkedHashMap<>();
        duck.columns(files.toArray(Path[]::new)).forEach((name, type) -> shapes.put(name, DuckType.parse(type)));
        String columns = shapes.entrySet().stream()
                .map(column -> printed(DuckType.quoted(column.getKey()), column.getValue()))
                .collect(Collectors.joining(", "));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (List<@Nullable Object> row : duck.rows("SELECT " + columns + " FROM " + parquet + " ORDER BY id")) {
            rows.add(row.stream().map(DuckJudge::tree).collect(Collectors.toCollection(ArrayList::new)));
        }
        return new Content(shapes, rows);
    }

    /** DuckDB casts a variant that is NULL to JSON's null, which is a value. */
    private static String printed(String column, Content.Shape shape) {
        return "CASE WHEN " + column + " IS NOT NULL THEN " + column + "::" + shape.asText() + " END";
    }

    @Override
    public void close() {
        duck.close();
    }

    private static @Nullable Object tree(@Nullable Object value) {
        try {
            if (value instanceof Array array) {
                return trees((Object[]) array.getArray());
            }
            if (value instanceof Struct struct) {
                return trees(struct.getAttributes());
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
            map.forEach((key, item) -> entries.put(String.valueOf(key), tree(item)));
            return entries;
        }
        return value == null ? null : value.toString();
    }

    private static List<@Nullable Object> trees(@Nullable Object[] values) {
        return Arrays.stream(values).map(DuckJudge::tree).collect(Collectors.toCollection(ArrayList::new));
    }
}
