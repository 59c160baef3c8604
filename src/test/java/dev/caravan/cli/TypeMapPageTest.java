package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.types.TypeMap;
import dev.caravan.types.TypeRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page is what the code says. */
class TypeMapPageTest {
    private static final Path PAGE = Path.of("docs", "types.md");

    @Test
    void docs_types_md_is_the_type_map() throws IOException {
        String page = TypeMapPage.markdown();
        if (System.getProperty("update") != null) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/types.md differs from the type map: run ./caravan types --markdown > docs/types.md")
                .isEqualTo(page);
    }

    @Test
    void every_row_says_what_becomes_of_the_type() {
        assertThat(TypeMap.rows()).hasSizeGreaterThan(80).allSatisfy(row -> {
            assertThat(row.parquet()).isNotBlank();
            assertThat(row.glue()).matches("[a-z0-9_<>,:()]+");
            assertThat(row.read()).isNotBlank();
        });
        assertThat(TypeMap.rows()).extracting(TypeRow::type).doesNotHaveDuplicates();
    }
}
