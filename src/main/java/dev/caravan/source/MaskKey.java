package dev.caravan.source;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HexFormat;
import org.postgresql.PGConnection;
import org.postgresql.fastpath.Fastpath;
import org.postgresql.fastpath.FastpathArg;

/**
 * The key of the mask {@code hash}, as the two blocks that HMAC (RFC 2104) makes of it.
 *
 * <p>A session gets them by a function call of the protocol, not by a statement: statements are in the log of the server,
 * pg_stat_activity and pg_stat_statements, and the arguments of such a call are in none of these.
 */
public final class MaskKey {
    /** The setting of Caravan that has the key. */
    public static final String SETTING = "caravan.mask.key";

    /** Minimum number of characters of a key. */
    public static final int MIN_LENGTH = 32;

    /** What to do when it is missing. */
    public static final String HINT =
            "Set CARAVAN_MASK_KEY in the environment, or " + SETTING + " in application.properties, to at least "
                    + MIN_LENGTH + " random characters, and keep it: another key makes other hashes.";

    /** The setting of the session that has the inner block, in hexadecimal digits. */
    public static final String INNER = "caravan.mask_inner";

    /** The setting of the session that has the outer block, in hexadecimal digits. */
    public static final String OUTER = "caravan.mask_outer";

    /** Bytes that SHA-256 takes at once. */
    private static final int BLOCK = 64;

    private static final int INNER_PAD = 0x36;
    private static final int OUTER_PAD = 0x5c;

    /** Until the end of the transaction; the arguments of such calls are binary. */
    private static final byte[] TRUE = {1};

    private static final String SET_CONFIG =
            "SELECT 'pg_catalog.set_config(text, text, boolean)'::pg_catalog.regprocedure::oid::int";

    private final String inner;
    private final String outer;

    private MaskKey(byte[] block) {
        this.inner = padded(block, INNER_PAD);
        this.outer = padded(block, OUTER_PAD);
    }

    /**
     * The key of a secret: its bytes in UTF-8.
     *
     * @throws ExportException BAD_CONFIGURATION when it has fewer than {@value #MIN_LENGTH} characters
     */
    public static MaskKey of(String secret) {
        if (secret.length() < MIN_LENGTH) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    SETTING + " cannot be used: it has fewer than " + MIN_LENGTH + " characters.",
                    "Choose a longer one, such as the output of openssl rand -hex 32.");
        }
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        return new MaskKey(Arrays.copyOf(bytes.length > BLOCK ? sha256(bytes) : bytes, BLOCK));
    }

    /** Sets the blocks for the transaction of this connection, whose snapshot the call takes if nothing has before. */
    void hand(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet function = statement.executeQuery(SET_CONFIG)) {
            function.next();
            set(connection, function.getInt(1), INNER, inner);
            set(connection, function.getInt(1), OUTER, outer);
        }
    }

    /** The driver recommends prepared statements instead, whose parameters servers log. */
    @SuppressWarnings("deprecation")
    private static void set(Connection connection, int function, String name, String value) throws SQLException {
        Fastpath calls = connection.unwrap(PGConnection.class).getFastpathAPI();
        calls.fastpath(
                function, new FastpathArg[] {new FastpathArg(name), new FastpathArg(value), new FastpathArg(TRUE)});
    }

    private static String padded(byte[] block, int pad) {
        byte[] padded = block.clone();
        for (int i = 0; i < padded.length; i++) {
            padded[i] ^= (byte) pad;
        }
        return HexFormat.of().formatHex(padded);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Without the key, which must not get into a message. */
    @Override
    public String toString() {
        return "the key of " + SETTING;
    }
}
