package dev.caravan.pod.management;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Who may call operations over Jolokia, by HTTP's Basic scheme, which consoles such as hawtio speak.
 *
 * @param user the name
 * @param password the password
 */
public record Credentials(String user, String password) {
    /** A password that is guessed in no time is worse than operations that are off. */
    public static final int MIN_PASSWORD = 12;

    /** The value of the header {@code Authorization} that carries these. */
    public String header() {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** Whether a header carries these; takes the same time wherever the two differ. */
    boolean match(@Nullable String header) {
        return header != null
                && MessageDigest.isEqual(
                        header.getBytes(StandardCharsets.UTF_8), header().getBytes(StandardCharsets.UTF_8));
    }

    /** Without the password, since records print all they have. */
    @Override
    public String toString() {
        return user;
    }
}
