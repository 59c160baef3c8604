package dev.caravan.plan;

import dev.caravan.types.Identifier;
import dev.caravan.types.PgType;
import dev.caravan.types.PgType.Base;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Set;
import org.postgresql.util.PSQLException;

/** Has the server read the text of a constant as a value of a type. */
final class ConstantValue {
    /** What servers say of a text that is no such value, of one that a type does not take, and of a cast that does not exist. */
    private static final Set<String> NO_VALUE = Set.of("22", "42", "0A", "23");

    private final Connection connection;
    private final PgType type;

    /** For values of this type, or of the one that the domain is over, which a constant need not keep the rules of. */
    ConstantValue(Connection connection, PgType type) {
        this.connection = connection;
        this.type = MaskSql.base(type);
    }

    /**
     * The value as SQL: what the server has read it as, since 'now' is another moment for each connection.
     *
     * @throws IllegalArgumentException with the reason when it is no value of the type, or not one that fits its modifier
     */
    String sql(String text) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            try (ResultSet result =
                    statement.executeQuery("SELECT " + printed(text, type.sql()) + ", " + printed(text, unlimited()))) {
                result.next();
                requireFit(result.getString(1), result.getString(2));
                return cast(result.getString(1), type.sql());
            }
        } catch (PSQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (e.getServerErrorMessage() == null
                    || !NO_VALUE.contains(state.substring(0, Math.min(2, state.length())))) {
                throw e;
            }
            connection.rollback(before);
            throw new IllegalArgumentException(e.getServerErrorMessage().getMessage(), e);
        } finally {
            connection.releaseSavepoint(before);
        }
    }

    /** What the type prints: a cast to text may be a function of the user's own. */
    private static String printed(String text, String sql) {
        return "pg_catalog.format('%s', " + cast(text, sql) + ")";
    }

    private static String cast(String text, String sql) {
        return "CAST(" + MaskSql.literal(text) + " AS " + sql + ")";
    }

    /** The type without the length or precision to which a cast would cut the value. */
    private String unlimited() {
        if (type instanceof Base base && base.origin().equals(Base.BUILT_IN) && base.modifier() >= 0) {
            return "pg_catalog." + Identifier.quote(base.name().equals("bit") ? "varbit" : base.name());
        }
        return type.sql();
    }

    private void requireFit(String value, String unlimited) {
        if (!value.equals(unlimited) && !isPadded(value, unlimited) && !isSameNumber(value, unlimited)) {
            throw new IllegalArgumentException("it would become " + value);
        }
    }

    private boolean isPadded(String value, String unlimited) {
        return isOf("bpchar") && value.stripTrailing().equals(unlimited.stripTrailing());
    }

    private boolean isSameNumber(String value, String unlimited) {
        try {
            return isOf("numeric") && new BigDecimal(value).compareTo(new BigDecimal(unlimited)) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private boolean isOf(String name) {
        return type instanceof Base base && base.name().equals(name);
    }
}
