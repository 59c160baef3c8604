package dev.caravan.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.component.parquetfile.ParquetFileEndpoint;
import dev.caravan.option.OneOf;
import dev.caravan.table.TableParameter;
import java.util.Map;
import org.apache.camel.CatalogCamelContext;
import org.apache.camel.catalog.impl.DefaultRuntimeCamelCatalog;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However a route is written, in the Java DSL too, the options of endpoints have the legal values of table files. */
class StepOptionsTest {
    private static final Map<String, String> COMPONENTS = Map.of(
            "pg-table",
                    "source,table,query,columns,exclude,where,onBadValue,types,rename,mask,readers,sortBy,rowSecurity,bloomFilters",
            "pg-copy", "batchRows,batchBytes",
            "parquet-file", "compression,rowGroupSize,fileSize,bloomFilters",
            "lake-publish", "publish,catalog,adopt,keepRuns,keepFor",
            "glue-table", "adopt",
            "lake-schema", "schema,drift,publish");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pg-copy:x?batchRows=-5        | option 'batchRows' of pg-copy://x is '-5', and it has to be a whole number of rows from 1 to 1000000.
            pg-table:x?mask=v=hsah        | 'hsah' is not a mask
            pg-table:x?readers=many       | option 'readers' of pg-table://x is 'many'
            parquet-file:x?compression=lz4 | Legal are: zstd, gzip, snappy, none.
            parquet-file:x?fileSize=0     | from 10000 to 4294967296
            lake-publish:x?publish=copy   | Legal are: replace, swap, partition.
            lake-publish:x?adopt=perhaps  | Legal are: true, false.
            lake-publish:x?keepRuns=0     | from 1 to 1000
            lake-schema:x?publish=copy    | Legal are: replace, swap, partition.
            lake-schema:x?drift=warn      | Legal are: fail, add, ignore.
            """)
    void an_illegal_value_is_refused_when_the_endpoint_is_made(String uri, String told) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            assertThatThrownBy(() -> context.getEndpoint(uri)).hasStackTraceContaining(told);
        }
    }

    @Test
    void blank_values_and_references_are_left_to_camel() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("rows", 7L);
            assertThat(context.getEndpoint("parquet-file:x?bloomFilters=&fileSize=#rows", ParquetFileEndpoint.class)
                            .getConfiguration()
                            .getFileSize())
                    .isEqualTo(7);
        }
    }

    @Test
    void the_options_have_the_defaults_of_the_declaration() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            DefaultRuntimeCamelCatalog catalog = new DefaultRuntimeCamelCatalog();
            catalog.setCamelContext((CatalogCamelContext) context);
            COMPONENTS.forEach((scheme, options) -> {
                for (String option : options.split(",")) {
                    TableParameter declared = TableParameter.named(option).orElseThrow();
                    BaseOptionModel model = catalog.componentModel(scheme).getEndpointParameterOptions().stream()
                            .filter(each -> each.getName().equals(option))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError(scheme + " has no " + option));
                    Object value = model.getDefaultValue();
                    assertThat(value == null ? "" : String.valueOf(value))
                            .as(scheme + "?" + option)
                            .isEqualToIgnoringCase(declared.defaultValue());
                    if (model.getEnums() != null) {
                        assertThat(declared.form()).isInstanceOfSatisfying(OneOf.class, form -> assertThat(form.words())
                                .containsExactlyElementsOf(model.getEnums().stream()
                                        .map(String::toLowerCase)
                                        .toList()));
                    }
                }
            });
        }
    }
}
