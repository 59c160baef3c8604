package dev.caravan.routes;

import dev.caravan.component.lakeschema.ContractFile;
import dev.caravan.error.ExportException;
import dev.caravan.option.Spelling;
import dev.caravan.plan.Masks;
import dev.caravan.source.MaskKey;
import dev.caravan.table.TableParameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;

/** What the tables of a file need outside of it, on this machine: contracts, sources, the key of masks. */
final class TableNeeds {
    private final CamelContext context;

    TableNeeds(CamelContext context) {
        this.context = context;
    }

    /**
     * What is missing.
     *
     * @param beans names that route files bind, which may be sources
     */
    List<Fault> of(RouteFile file, Set<String> beans) {
        List<Fault> faults = new ArrayList<>(contracts(file));
        faults.addAll(sources(file, beans));
        faults.addAll(keys(file));
        return faults;
    }

    /** The contracts that cannot be read. */
    List<Fault> contracts(RouteFile file) {
        List<Fault> faults = new ArrayList<>();
        for (TableRoute table : file.tables()) {
            if (table.isDeclared()) {
                value(table, TableParameter.SCHEMA).ifPresent(schema -> contract(file, table, schema, faults));
            }
        }
        return faults;
    }

    private void contract(RouteFile file, TableRoute table, String schema, List<Fault> faults) {
        Optional<String> folder =
                Optional.ofNullable(file.path().toAbsolutePath().getParent()).map(Path::toString);
        try {
            ContractFile.read(context, table.routeId(), schema, folder);
        } catch (ExportException e) {
            faults.add(new Fault(file.path(), table.lineOf(TableParameter.SCHEMA), e.what(), e.hint()));
        } catch (RuntimeException | StackOverflowError e) {
            faults.add(new Fault(
                    file.path(),
                    table.lineOf(TableParameter.SCHEMA),
                    "parameter 'schema' is '" + schema + "', which cannot be read (" + e + ").",
                    "Make it shorter and less nested."));
        }
    }

    /** The sources that are named and not configured. That the default one is not, is no fault of a file. */
    private List<Fault> sources(RouteFile file, Set<String> beans) {
        List<Fault> faults = new ArrayList<>();
        for (TableRoute table : file.tables()) {
            if (table.isDeclared()) {
                value(table, TableParameter.SOURCE)
                        .filter(name -> !beans.contains(name))
                        .filter(name -> context.getRegistry().lookupByNameAndType(name, DataSource.class) == null)
                        .ifPresent(name -> faults.add(unknown(file, table, name)));
            }
        }
        return faults;
    }

    /** The masks that need the key, which is not set. */
    private List<Fault> keys(RouteFile file) {
        boolean hasKey = !context.getPropertiesComponent()
                .resolveProperty(MaskKey.SETTING)
                .orElse("")
                .isBlank();
        return file.tables().stream()
                .filter(table -> !hasKey && table.isDeclared())
                .filter(table ->
                        value(table, TableParameter.MASK).filter(Masks::needKey).isPresent())
                .map(table -> new Fault(
                        file.path(),
                        table.lineOf(TableParameter.MASK),
                        "parameter 'mask' has the mask hash, and its key " + MaskKey.SETTING + " is not set.",
                        MaskKey.HINT))
                .toList();
    }

    private Fault unknown(RouteFile file, TableRoute table, String name) {
        Set<String> known = new TreeSet<>(
                context.getRegistry().findByTypeWithName(DataSource.class).keySet());
        return new Fault(
                file.path(),
                table.lineOf(TableParameter.SOURCE),
                "parameter 'source' is '" + name + "', and there is no source of this name.",
                Spelling.meant(name, known)
                        + (known.isEmpty() ? "" : "There are: " + String.join(", ", known) + ". ")
                        + "Set caravan.source." + name + ".url, .user and .password (CARAVAN_SOURCE_"
                        + name.toUpperCase(Locale.ROOT).replace('-', '_') + "_URL …), or name another source.");
    }

    private Optional<String> value(TableRoute table, TableParameter parameter) {
        return table.usable(parameter)
                .map(set -> Placeholders.resolve(context, set.value()).strip())
                .filter(value -> !value.isEmpty());
    }
}
