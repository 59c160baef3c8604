package dev.caravan.bench.contender;

import dev.caravan.bench.data.BenchTable;
import dev.caravan.option.Words;
import dev.caravan.plan.Verification;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * A folder with the route file of each table.
 *
 * @param folder where they are
 * @param suffix tells the tables in the lake from those of other contenders
 */
record TableFiles(Path folder, String suffix) {
    /** Nobody waits for it: tables are run by hand. The crawler stays out of it, since no other contender has one. */
    private static final String TABLE_FILE = """
            - templatedRoute:
                routeTemplateRef: table-to-lake
                routeId: %s
                parameters:
                  - { name: table, value: "%s" }
                  - { name: schedule, value: "0 0 0 1 1 ? 2099" }
                  - { name: catalog, value: "none" }
                  - { name: readers, value: "%d" }
                  - { name: verify, value: "%s" }
            """;

    /** Table files as users write them. */
    static TableFiles ofCaravan(Path folder, List<BenchTable> tables, int readers, Verification verify) {
        TableFiles files = new TableFiles(folder, "_" + Words.of(verify) + "_" + readers);
        return files.write(
                tables, table -> TABLE_FILE.formatted(files.id(table), table.relation(), readers, Words.of(verify)));
    }

    /** Routes in the plain-EIP form. */
    static TableFiles ofPlainEip(Path folder, List<BenchTable> tables) {
        TableFiles files = new TableFiles(folder, "_plain");
        String form = plainEip();
        return files.write(tables, table -> form.replace("{id}", files.id(table))
                .replace("{select}", "select " + table.plainColumns() + " from " + table.relation()));
    }

    /** What a table is called in the lake. */
    String id(BenchTable table) {
        return table.id() + suffix;
    }

    private TableFiles write(List<BenchTable> tables, Function<BenchTable, String> text) {
        try {
            for (BenchTable table : tables) {
                Files.writeString(folder.resolve(table.id() + ".camel.yaml"), text.apply(table));
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String plainEip() {
        try (InputStream file = TableFiles.class.getResourceAsStream("plain-eip.camel.yaml")) {
            if (file == null) {
                throw new IllegalStateException("plain-eip.camel.yaml is not in the jar");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
