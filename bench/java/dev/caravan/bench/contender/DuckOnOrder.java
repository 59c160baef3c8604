package dev.caravan.bench.contender;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A process with DuckDB in it that copies the table that a line names into the file that it names. */
final class DuckOnOrder {
    private DuckOnOrder() {}

    /** Its argument is the file of the extension, or nothing: then DuckDB gets it. */
    public static void main(String[] arguments) throws IOException, SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            Answers.serve((order, outcome) -> {
                if (order[0].equals("attach")) {
                    String extension = arguments.length == 0 ? "postgres" : "'" + arguments[0].replace("'", "''") + "'";
                    if (arguments.length == 0) {
                        execute(duck, "INSTALL postgres");
                    }
                    execute(duck, "LOAD " + extension);
                    // PGHOST and its like say where to.
                    execute(duck, "ATTACH '' AS pg (TYPE postgres, READ_ONLY)");
                } else {
                    execute(
                            duck,
                            "COPY (FROM pg." + order[0] + ") TO '" + order[1].replace("'", "''")
                                    + "' (FORMAT parquet, COMPRESSION zstd)");
                }
            });
        }
    }

    private static void execute(Connection duck, String sql) throws SQLException {
        try (Statement statement = duck.createStatement()) {
            statement.execute(sql);
        }
    }
}
