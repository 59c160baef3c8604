package dev.caravan.cli;

import dev.caravan.component.Sources;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.source.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;

/** Which sources can be reached, each asked once however many tables read it. */
final class SourceChecks {
    private final CamelContext context;
    private final Predicate<String> hasFault;
    private final Map<String, Optional<ExportException>> asked = new TreeMap<>();

    /**
     * Checks of the sources of a context.
     *
     * @param hasFault whether the settings of a source are known to be wrong, so that nothing more is said of it
     */
    SourceChecks(CamelContext context, Predicate<String> hasFault) {
        this.context = context;
        this.hasFault = hasFault;
    }

    /** The database of a source, if it can be reached. */
    Optional<DataSource> reached(String source) {
        if (hasFault.test(source)) {
            return Optional.empty();
        }
        DataSource database = context.getRegistry().lookupByNameAndType(source, DataSource.class);
        Optional<ExportException> fault =
                asked.computeIfAbsent(source, name -> database == null ? Optional.of(missing(name)) : ask(name));
        return fault.isPresent() ? Optional.empty() : Optional.ofNullable(database);
    }

    /** A source that was reached before is not any more. */
    void lost(String source, ExportException fault) {
        asked.put(source, Optional.of(fault));
    }

    /** Why sources cannot be reached. */
    List<ExportException> faults() {
        return asked.values().stream().flatMap(Optional::stream).toList();
    }

    private Optional<ExportException> ask(String source) {
        try {
            Snapshot.open(Sources.of(context, source, "A table"), "source " + source)
                    .close();
            return Optional.empty();
        } catch (ExportException e) {
            return Optional.of(e);
        }
    }

    private static ExportException missing(String source) {
        return new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                "Tables read the source " + source + ", which is not configured.",
                "Set caravan.source." + source
                        + ".url, .user and .password (CARAVAN_SOURCE_DEFAULT_URL …), or name another"
                        + " source with the parameter source.");
    }
}
