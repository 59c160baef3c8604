package dev.caravan.lake;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** When the rows were published that a table has now. */
public final class LastPublication {
    private LastPublication() {}

    /** As state and manifest of the table say, whatever is under way; nothing before the first run, or when the manifest is gone. */
    public static Optional<Instant> of(LakeStore store, Layout layout) {
        return Optional.of(new StateDocument(store, layout).read().state().manifest())
                .filter(key -> !key.isEmpty())
                .flatMap(store::read)
                .map(manifest -> Json.tree(manifest.bytes()).path("finished").asText())
                .flatMap(LastPublication::moment);
    }

    /** The moment that a manifest writes. */
    public static Optional<Instant> moment(String written) {
        try {
            return Optional.of(Instant.parse(written));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
