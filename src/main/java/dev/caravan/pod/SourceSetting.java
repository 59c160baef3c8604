package dev.caravan.pod;

import dev.caravan.option.Form;
import dev.caravan.option.OneOf;
import dev.caravan.option.Shaped;
import dev.caravan.source.RowSecurity;
import java.util.Arrays;
import java.util.List;

/** The settings of one source, {@code caravan.source.NAME.…}, what is legal for each, and its meaning. */
enum SourceSetting {
    URL(
            "url",
            new JdbcUrl(),
            true,
            "JDBC URL of a database to read, such as jdbc:postgresql://HOST:5432/DATABASE. In production "
                    + "append ?sslmode=verify-full. Required for each source."),
    USER("user", Shaped.any("a user of the database"), false, "User of the database. Required unless the URL has it."),
    PASSWORD("password", Shaped.any("a password"), true, "Password of the user."),
    POOL_SIZE(
            "pool-size",
            Setting.poolSize(),
            false,
            "Maximum number of connections of this source. Default: caravan.source.pool-size."),
    LOGIN_TIMEOUT(
            "login-timeout",
            Time.POSITIVE,
            false,
            "Limit of a login to this source. Default: caravan.source.login-timeout."),
    ANSWER_TIMEOUT(
            "answer-timeout",
            Time.POSITIVE,
            false,
            "Limit of the wait for the first row of a chunk of this source. Default: "
                    + "caravan.source.answer-timeout."),
    READ_TIMEOUT(
            "read-timeout",
            Time.POSITIVE,
            false,
            "Limit of the wait for further rows of this source. Default: caravan.source.read-timeout."),
    ROW_SECURITY(
            "row-security",
            OneOf.constants(RowSecurity.class),
            false,
            "As caravan.source.row-security, for this source.");

    /** What the keys of all begin with. */
    static final String PREFIX = "caravan.source.";

    private final String word;
    private final Form form;
    private final boolean isSecret;
    private final String meaning;

    SourceSetting(String word, Form form, boolean isSecret, String meaning) {
        this.word = word;
        this.form = form;
        this.isSecret = isSecret;
        this.meaning = meaning;
    }

    /** The key for a source. */
    String key(String source) {
        return PREFIX + source + "." + word;
    }

    Form form() {
        return form;
    }

    /** Whether the value may be, or hold, a secret. */
    boolean isSecret() {
        return isSecret;
    }

    /** For people, in one or two sentences. */
    String meaning() {
        return meaning;
    }

    /** The last part of the keys. */
    String word() {
        return word;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(SourceSetting::word).toList();
    }
}
