package dev.caravan.records;

import dev.caravan.DuckDb;
import dev.caravan.write.DataFile;
import dev.caravan.write.TableWriter;
import dev.caravan.write.WriteOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Rows of one column {@code v} on their way through a Parquet file to DuckDB. */
final class Lists {
    private Lists() {}

    static List<Map<String, @Nullable Object>> column(@Nullable Object... values) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Object value : values) {
            rows.add(Collections.singletonMap("v", value));
        }
        return rows;
    }

    /** A schema of one column of this type, which is JSON. */
    static RecordShape schema(String type) {
        return RecordShape.of(avro(type));
    }

    static Schema avro(String type) {
        return new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"v\",\"type\":" + type + "}]}");
    }

    /** DuckDB's type of the column, then the text of each value. */
    static List<@Nullable String> read(RecordShape shape, List<?> rows, Path folder) {
        try (DuckDb duck = DuckDb.open();
                TableWriter writer = new TableWriter(folder, "list-", WriteOptions.DEFAULT)) {
            DataFile file = writer.write(shape.batch(rows, 0), true).orElseThrow();
            List<@Nullable String> read = new ArrayList<>();
            read.add(duck.columns(file.path()).get("v"));
            duck.text("SELECT v FROM " + DuckDb.parquet(file.path())).forEach(row -> read.add(row.get(0)));
            return read;
        }
    }
}
