package dev.caravan.component.pgtable;

import dev.caravan.component.CaravanConstants;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.BadValuePolicies;
import dev.caravan.plan.Masks;
import dev.caravan.plan.OptionList;
import dev.caravan.plan.PartitionRequest;
import dev.caravan.plan.Renames;
import dev.caravan.plan.TableRequest;
import dev.caravan.plan.TypeChoices;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/** What is asked for of a table: by a header of the exchange, else by an option of the endpoint, else by a parameter of the route's template. */
final class RequestOptions {
    /** Parameters have a backslash before double braces that are no placeholders of Camel. */
    private static final Pattern ESCAPED = Pattern.compile("\\\\(\\\\?(?:\\{\\{|}}))");

    /** The headers that say what is read, other than by naming columns. */
    private static final List<String> SQL =
            List.of(CaravanConstants.TABLE, CaravanConstants.QUERY, CaravanConstants.WHERE);

    private final PgTableConfiguration options;
    private final Exchange exchange;
    private final Map<String, Object> parameters;

    RequestOptions(PgTableConfiguration options, Exchange exchange) {
        this.options = options;
        this.exchange = exchange;
        this.parameters = options.isTemplateParameters() ? templateParameters(exchange) : Map.of();
    }

    TableRequest request(String tableId) {
        String query = text(CaravanConstants.QUERY, options.getQuery(), "query");
        String table = text(CaravanConstants.TABLE, options.getTable(), "table");
        return new TableRequest(
                tableId,
                table.isEmpty() && query.isEmpty() ? tableId : table,
                query,
                OptionList.names("columns", text(CaravanConstants.COLUMNS, options.getColumns(), "columns")),
                OptionList.names("exclude", text(CaravanConstants.EXCLUDE, options.getExclude(), "exclude")),
                text(CaravanConstants.WHERE, options.getWhere(), "where"),
                BadValuePolicies.parse(text(CaravanConstants.ON_BAD_VALUE, options.getOnBadValue(), "onBadValue")),
                TypeChoices.parse(text(CaravanConstants.TYPES, options.getTypes(), "types")),
                Renames.parse(text(CaravanConstants.RENAME, options.getRename(), "rename")),
                names(options.getSortBy(), "sortBy"),
                options.getRowSecurity(),
                names(options.getBloomFilters(), "bloomFilters"),
                options.getVerify(),
                partitions(),
                masks());
    }

    private PartitionRequest partitions() {
        String zone = given(options.getTimeZone(), "timeZone");
        return new PartitionRequest(
                PartitionRequest.parse(given(options.getPartitionBy(), "partitionBy")),
                ZoneId.of(zone.isEmpty() ? "UTC" : zone),
                options.isKeepPartitionColumns(),
                options.isProjection());
    }

    /**
     * The masks, which no header sets. They go by the names of columns; a header with SQL of its own could give a column another name.
     */
    private Map<String, String> masks() {
        String option = Objects.requireNonNullElse(options.getMask(), "").strip();
        String parameter = given(null, "mask");
        if (!option.isEmpty() && !parameter.isEmpty() && !option.equals(parameter)) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "mask is an option of the endpoint or its component, '" + option + "', and a parameter, '"
                            + parameter + "', and one would switch off the other.",
                    "Keep one of the two, with all masks of the table.");
        }
        Map<String, String> masks = Masks.parse(option.isEmpty() ? parameter : option);
        for (String header : SQL) {
            String value = exchange.getMessage().getHeader(header, String.class);
            if (!masks.isEmpty() && value != null && !value.isBlank()) {
                throw new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        "The header " + header + " is set, and columns of the table are masked.",
                        "With mask, what is read comes from options of the endpoint or parameters of the template: remove the header.");
            }
        }
        return masks;
    }

    private List<String> names(@Nullable String option, String parameter) {
        return OptionList.names(parameter, given(option, parameter));
    }

    private String text(String header, @Nullable String option, String parameter) {
        String value = exchange.getMessage().getHeader(header, String.class);
        return value == null || value.isBlank() ? given(option, parameter) : value.strip();
    }

    private String given(@Nullable String option, String parameter) {
        if (option != null) {
            return option.strip();
        }
        return ESCAPED.matcher(Objects.toString(parameters.get(parameter), ""))
                .replaceAll("$1")
                .strip();
    }

    private static Map<String, Object> templateParameters(Exchange exchange) {
        return Optional.ofNullable(ExchangeHelper.getAtRouteId(exchange))
                .map(exchange.getContext()::getRoute)
                .map(Route::getRoute)
                .map(RouteDefinition.class::cast)
                .map(RouteDefinition::getTemplateParameters)
                .orElse(Map.of());
    }
}
