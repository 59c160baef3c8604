import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;

/** Runs the SQL of standard input in the database of CARAVAN_SOURCE_DEFAULT_URL, so that a benchmark needs no psql. */
final class RunSql {
    public static void main(String[] arguments) throws Exception {
        String sql = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        try (var connection = DriverManager.getConnection(
                        System.getenv("CARAVAN_SOURCE_DEFAULT_URL"),
                        System.getenv("CARAVAN_SOURCE_DEFAULT_USER"),
                        System.getenv("CARAVAN_SOURCE_DEFAULT_PASSWORD"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
