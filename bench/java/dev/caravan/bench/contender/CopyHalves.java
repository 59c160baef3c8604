package dev.caravan.bench.contender;

import dev.caravan.bench.data.LoadedTable;
import java.util.ArrayList;
import java.util.List;

/** The binary COPY of a table in parts of equal size, by the pages of its heap. */
final class CopyHalves {
    private CopyHalves() {}

    static List<String> statements(LoadedTable table, int parts) {
        String relation = table.table().relation();
        if (parts == 1) {
            return List.of("copy " + relation + " to stdout (format binary)");
        }
        List<String> statements = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            String from = "ctid >= '(" + table.pages() * part / parts + ",0)'";
            String to = part == parts - 1 ? "" : " and ctid < '(" + table.pages() * (part + 1) / parts + ",0)'";
            statements.add("copy (select * from " + relation + " where " + from + to + ") to stdout (format binary)");
        }
        return statements;
    }
}
