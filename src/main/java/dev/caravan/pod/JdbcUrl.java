package dev.caravan.pod;

import dev.caravan.option.Form;
import dev.caravan.option.Misfit;
import dev.caravan.option.Spelling;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The URL of a database for which there is a driver. */
record JdbcUrl() implements Form {
    private static final String FORM = "Write it as jdbc:postgresql://HOST:5432/DATABASE?sslmode=verify-full.";
    private static final String POSTGRESQL = "postgresql";

    @Override
    public String legal() {
        return "a JDBC URL, such as jdbc:postgresql://HOST:5432/DATABASE?sslmode=verify-full";
    }

    @Override
    public Optional<Misfit> check(String value) {
        String[] parts = value.split(":", 3);
        if (parts.length < 3 || !parts[0].equals("jdbc")) {
            return Optional.of(new Misfit("it is not a JDBC URL", FORM));
        }
        if (parts[1].equals(POSTGRESQL)) {
            return SourceUrl.check(value);
        }
        if (DriverManager.drivers().anyMatch(driver -> accepts(driver, value))) {
            return Optional.empty();
        }
        return Optional.of(new Misfit(
                "no driver on the class path accepts it (jdbc:" + parts[1] + ")",
                Spelling.nearest(parts[1], List.of(POSTGRESQL))
                        .map(near -> "Did you mean jdbc:postgresql:? " + FORM)
                        .orElse(
                                "Caravan brings the driver of PostgreSQL (jdbc:postgresql:). For routes that read another"
                                        + " database, put its JDBC driver on the class path.")));
    }

    private static boolean accepts(java.sql.Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            return false;
        }
    }
}
