package dev.caravan.table;

import dev.caravan.option.Form;
import dev.caravan.option.Misfit;
import dev.caravan.option.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.regex.Pattern;

/** A time zone that the JVM knows; it takes every other text for UTC. */
record TimeZoneName() implements Form {
    /** A '+' is a blank in the URI of an endpoint, so that these would be UTC. */
    private static final String PLUS = "+";

    private static final Pattern OFFSET = Pattern.compile("GMT-(1\\d|2[0-3]|0?\\d)(:?[0-5]\\d)?");

    @Override
    public String legal() {
        return "a name of the IANA time zone database, such as UTC, Europe/Berlin or America/New_York";
    }

    @Override
    public Optional<Misfit> check(String value) {
        List<String> names = List.of(TimeZone.getAvailableIDs());
        return (names.contains(value) || OFFSET.matcher(value).matches()) && !value.contains(PLUS)
                ? Optional.empty()
                : Optional.of(new Misfit(
                        "it has to be " + legal(),
                        names.contains(value)
                                ? "A name with '+' cannot be used in an endpoint: name a place that has this time."
                                : Spelling.meant(value, names)
                                        + "Upper and lower case count, and offsets such as +02:00 are no names."));
    }
}
