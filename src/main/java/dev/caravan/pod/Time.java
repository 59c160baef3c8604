package dev.caravan.pod;

import dev.caravan.option.Form;
import dev.caravan.option.Misfit;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;

/** A time, as Camel writes it. */
enum Time implements Form {
    /** Zero is legal. */
    ANY,
    POSITIVE;

    /** Camel takes more, and reads some of it as something else. A number alone is milliseconds. */
    private static final Pattern FORM = Pattern.compile("\\d+|(\\d+(ms|[smh])\\s*)+");

    /** A longer time would mean never, and no wait here is endless. */
    private static final Duration LONGEST = Duration.ofDays(365);

    @Override
    public String legal() {
        return "a time such as 500ms, 2s, 5m or 1h" + (this == POSITIVE ? ", longer than zero" : "");
    }

    @Override
    public Optional<Misfit> check(String value) {
        try {
            long millis = FORM.matcher(value).matches() ? TimeUtils.toMilliSeconds(value) : -1;
            if (millis >= (this == POSITIVE ? 1 : 0) && millis <= LONGEST.toMillis()) {
                return Optional.empty();
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // Camel fails with either. Said below, with the rule.
        }
        return Optional.of(new Misfit(
                "it has to be " + legal(), "Write a whole number with a unit: ms, s, m or h; at most 8760h, a year."));
    }
}
