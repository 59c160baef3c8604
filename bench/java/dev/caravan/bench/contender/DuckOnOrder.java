package dev.caravan.bench.contender;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A process with DuckDB in it that executes a line of SQL. */
final class DuckOnOrder {
    private DuckOnOrder() {}

    /** Ends with standard input. */
    public static void main(String[] arguments) throws IOException, SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
            Answers.serve((order, outcome) -> {
                // A statement that has failed is closed.
                try (Statement statement = duck.createStatement()) {
                    statement.execute(String.join("\t", order));
                }
            });
        }
    }
}
