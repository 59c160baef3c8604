package dev.caravan.types;

import java.sql.SQLException;
import java.util.regex.Pattern;
import org.postgresql.core.Utils;

/** Names in SQL. */
public final class Identifier {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    private Identifier() {}

    /**
     * The name between double quotes, so that it means exactly itself.
     *
     * @throws IllegalArgumentException when it has a zero byte, which no name in PostgreSQL has
     */
    public static String quote(String name) {
        try {
            return Utils.escapeIdentifier(null, name).toString();
        } catch (SQLException e) {
            throw new IllegalArgumentException("a name with a zero byte", e);
        }
    }

    /** The name between double quotes only where SQL needs them. Keywords are not quoted. */
    public static String plain(String name) {
        return PLAIN.matcher(name).matches() ? name : quote(name);
    }
}
