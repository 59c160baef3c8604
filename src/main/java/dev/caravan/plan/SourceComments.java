package dev.caravan.plan;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What COMMENT ON has said of a relation and its columns.
 *
 * @param table of the relation; null without one
 * @param columns by the name of the column in the source
 */
public record SourceComments(@Nullable String table, Map<String, String> columns) implements Serializable {
    /** None. */
    public static final SourceComments NONE = new SourceComments(null, Map.of());

    public SourceComments {
        columns = Map.copyOf(columns);
    }

    /** That of a column. */
    public Optional<String> of(Column column) {
        return Optional.ofNullable(columns.get(column.source()));
    }
}
