package dev.caravan.pod;

import dev.caravan.option.Form;
import dev.caravan.option.OneOf;
import dev.caravan.option.Shaped;
import dev.caravan.source.RowSecurity;
import java.util.Arrays;
import java.util.List;

/** The settings of one source, {@code caravan.source.NAME.…}, and what is legal for each. */
enum SourceSetting {
    URL("url", new JdbcUrl(), true),
    USER("user", Shaped.any("a user of the database"), false),
    PASSWORD("password", Shaped.any("a password"), true),
    POOL_SIZE("pool-size", Setting.poolSize(), false),
    LOGIN_TIMEOUT("login-timeout", Time.POSITIVE, false),
    ANSWER_TIMEOUT("answer-timeout", Time.POSITIVE, false),
    READ_TIMEOUT("read-timeout", Time.POSITIVE, false),
    ROW_SECURITY("row-security", OneOf.constants(RowSecurity.class), false);

    /** What the keys of all begin with. */
    static final String PREFIX = "caravan.source.";

    private final String word;
    private final Form form;
    private final boolean isSecret;

    SourceSetting(String word, Form form, boolean isSecret) {
        this.word = word;
        this.form = form;
        this.isSecret = isSecret;
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

    /** The last part of the keys. */
    String word() {
        return word;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(SourceSetting::word).toList();
    }
}
