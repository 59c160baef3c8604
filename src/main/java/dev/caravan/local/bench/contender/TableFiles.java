package dev.caravan.local.bench.contender;

import dev.caravan.local.bench.data.BenchTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The route files of the benchmark: table files as users write them, one a table and number of readers. */
final class TableFiles {
    /** Nobody waits for it: tables are run by hand. */
    private static final String NEVER = "0 0 0 1 1 ? 2099";

    private TableFiles() {}

    /** What a table is called in the lake. */
    static String id(BenchTable table, int readers) {
        return table.id() + "_" + readers;
    }

    /** Writes the file of each table; the crawler stays out of it, since no other contender has one. */
    static void write(Path folder, List<BenchTable> tables, int readers) {
        for (BenchTable table : tables) {
            StringBuilder file = new StringBuilder("- templatedRoute:\n    routeTemplateRef: table-to-lake\n");
            file.append("    routeId: ").append(id(table, readers)).append("\n    parameters:\n");
            parameter(file, "table", table.relation());
            parameter(file, "schedule", NEVER);
            parameter(file, "catalog", "none");
            parameter(file, "readers", Integer.toString(readers));
            put(folder.resolve(table.id() + ".camel.yaml"), file.toString());
        }
    }

    private static void parameter(StringBuilder file, String name, String value) {
        file.append("      - { name: ")
                .append(name)
                .append(", value: \"")
                .append(value)
                .append("\" }\n");
    }

    /** What a table is called in the lake when the plain-EIP form writes it. */
    static String plainId(BenchTable table) {
        return table.id() + "_plain";
    }

    /** Writes the plain-EIP route of each table. */
    static void writePlain(Path folder, List<BenchTable> tables) {
        String form = text("plain-eip.camel.yaml");
        for (BenchTable table : tables) {
            String route = form.replace("{id}", plainId(table))
                    .replace("{select}", "select " + table.plainColumns() + " from " + table.relation());
            put(folder.resolve(table.id() + ".camel.yaml"), route);
        }
    }

    private static void put(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String resource) {
        try (InputStream file = TableFiles.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException(resource + " is not in the jar");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
