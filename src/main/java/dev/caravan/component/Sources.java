package dev.caravan.component;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.Locale;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;

/** The source databases: one pool for each, under the source's name in the registry. */
public final class Sources {
    private Sources() {}

    /**
     * The pool of a source.
     *
     * @param asking who names the source, for the sentence: {@code Table orders}
     * @throws ExportException BAD_CONFIGURATION when no such source is configured
     */
    public static DataSource of(CamelContext context, String name, String asking) {
        DataSource source = context.getRegistry().lookupByNameAndType(name, DataSource.class);
        if (source == null) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    asking + " names the source " + name + ", which is not configured.",
                    "Set caravan.source." + name + ".url, .user and .password (or CARAVAN_SOURCE_"
                            + name.toUpperCase(Locale.ROOT) + "_URL …), or name another source.");
        }
        return source;
    }
}
