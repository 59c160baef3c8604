package dev.caravan.table;

import dev.caravan.option.Form;
import dev.caravan.option.Misfit;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.quartz.CronExpression;

/** A cron expression of Quartz that comes due at some time. */
record Schedule() implements Form {
    private static final String HINT =
            "Quartz wants 6 fields: second minute hour day month weekday, one of the two days a '?';"
                    + " every 15 minutes is \"0 0/15 * * * ?\".";
    private static final int LEAST_FIELDS = 6;
    /** With the year. Quartz ignores what follows. */
    private static final int MOST_FIELDS = 7;

    @Override
    public String legal() {
        return "a Quartz cron expression of 6 fields, or 7 with a year";
    }

    @Override
    public Optional<Misfit> check(String value) {
        // Camel writes blanks as '+' in endpoint URIs and takes both.
        String expression = value.replace('+', ' ').strip();
        int fields = expression.split("\\s+").length;
        if (fields < LEAST_FIELDS || fields > MOST_FIELDS) {
            return Optional.of(new Misfit(
                    "it is not " + legal() + " (it has " + fields + (fields == 1 ? " field)" : " fields)"), HINT));
        }
        try {
            if (new CronExpression(expression).getNextValidTimeAfter(Date.from(Instant.now())) == null) {
                return Optional.of(new Misfit("it never comes due", "Give it a date or a year that is still to come."));
            }
            return Optional.empty();
        } catch (ParseException | RuntimeException e) {
            return Optional.of(new Misfit("it is not " + legal() + " (" + said(e) + ")", HINT));
        }
    }

    private static String said(Exception e) {
        String message = String.valueOf(e.getMessage()).strip();
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }
}
