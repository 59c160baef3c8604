package dev.caravan.bench.data;

import dev.caravan.bench.measure.Program;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Has the tables filled, and knows the server that holds them. */
public final class Loading {
    /** TPC-H's sentences are 300 MB, and are made in a buffer besides. */
    private static final String HEAP = "-Xmx1g";

    private Loading() {}

    /**
     * Fills tables that are not there yet at this scale.
     *
     * @param out is told how far it is
     */
    public static void of(Source source, List<BenchTable> tables, double scale, PrintWriter out) {
        List<String> arguments = new ArrayList<>(List.of(Double.toString(scale)));
        tables.forEach(table -> arguments.add(table.name()));
        List<String> command = Program.java(
                List.of(HEAP),
                System.getProperty("java.class.path"),
                LoadTables.class.getName(),
                arguments.toArray(String[]::new));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(source.caravanVariables());
        try {
            Process process = builder.start();
            String last = "";
            try (BufferedReader said = process.inputReader()) {
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                    out.println(line);
                    out.flush();
                    last = line;
                }
            }
            if (process.waitFor() != 0) {
                throw new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        "The tables cannot be filled: " + last + ".",
                        "Let the user of --source create a schema there, and free some space.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Such as {@code PostgreSQL 18.1}. */
    public static String version(Source source) throws SQLException {
        try (Connection connection = source.connect()) {
            return "PostgreSQL "
                    + connection.getMetaData().getDatabaseProductVersion().split(" ")[0];
        }
    }
}
