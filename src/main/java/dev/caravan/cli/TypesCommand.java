package dev.caravan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.Exit;
import dev.caravan.error.ExportException;
import dev.caravan.pod.Pod;
import dev.caravan.types.TypeMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan types}: the type map, or what one table's columns become. */
@Command(
        name = "types",
        exitCodeOnExecutionException = 2,
        mixinStandardHelpOptions = true,
        header = "Shows the type map, or what the columns of one table become.",
        description = {
            "",
            "Without a table, no database is needed. CHOICES are the other targets that the parameter types "
                    + "of a table file can select, as in types = id=uuid, rate=decimal(20,6). text can be selected for "
                    + "every type.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  caravan types",
            "  caravan types public.orders",
            "  caravan types public.orders --json | jq '.columns[] | select(.warnings != [])'",
            "",
            "Exit code: 0, or 2 when the table cannot be read."
        })
public final class TypesCommand implements Callable<Integer>, JsonAnswer {
    @Parameters(
            arity = "0..1",
            paramLabel = "SCHEMA.TABLE",
            description = "A table or view as SQL names it, with double quotes where SQL needs them.")
    private @Nullable String table;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--markdown", description = "Print the type map as the page docs/types.md.")
    private boolean markdown;

    @Mixin
    private SourceOption source;

    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() throws JsonProcessingException {
        if (markdown && (json || table != null)) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "--markdown is a form of the whole map only.",
                    "Leave out --json and the table.");
        }
        String named = table;
        if (named == null) {
            print(markdown ? TypeMapPage.markdown().stripTrailing() : json ? json(TypeMap.rows()) : TypeMapPage.text());
            return Exit.PUBLISHED.code();
        }
        try (Pod pod = config.start(Pod.Purpose.LOOK)) {
            TableTypes types = TableTypes.of(source.of(pod), named);
            print(json ? json(types) : types.text());
        }
        return Exit.PUBLISHED.code();
    }

    @Override
    public boolean isJson() {
        return json;
    }

    @Override
    public Object failed(ExportException failure) {
        return Map.of("error", failure.getMessage());
    }

    private static String json(Object value) throws JsonProcessingException {
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(value);
    }

    private static void print(String text) {
        System.out.println(text);
    }
}
