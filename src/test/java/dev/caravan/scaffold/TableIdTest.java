package dev.caravan.scaffold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.catalog.CatalogTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableIdTest {
    /** Names that one rule or another makes alike. */
    private static final List<String> NAMES = List.of(
            "orders",
            "Orders",
            "ORDERS",
            "a-b",
            "a.b",
            "a_b",
            "a b",
            "a__b",
            "_a_b",
            "a_b_",
            "заказ",
            "товар",
            "-",
            "--",
            "1",
            "t",
            "sales_orders",
            "sales__orders",
            "x_deadbeef",
            "order\nitems",
            "order\titems",
            "x,y",
            "x;y");

    private static final List<String> SCHEMAS =
            List.of("public", "sales", "Sales", "sales_", "a", "a_", "a__b", "a-b", "заказ", "1");

    @Test
    void two_relations_never_have_the_same_id_nor_the_same_table_in_the_catalog() {
        Map<String, String> relations = new HashMap<>();
        for (String schema : SCHEMAS) {
            for (String name : NAMES) {
                String id = TableId.of(schema, name);
                assertThat(id).matches("[a-z0-9][a-z0-9_]*").hasSizeLessThanOrEqualTo(128);
                assertThat(relations.put(CatalogTable.nameOf(id), schema + "." + name))
                        .as("%s of %s.%s", id, schema, name)
                        .isNull();
            }
        }
    }

    @Test
    void a_name_that_looks_like_the_id_of_another_relation_gets_one_of_its_own() {
        String id = TableId.of("public", "Orders");
        assertThat(TableId.of("public", id)).isNotEqualTo(id).startsWith(id);
    }

    @Test
    void names_as_long_as_postgres_has_them_are_told_apart() {
        String most = "x".repeat(62);
        for (String schema : List.of(most, most + "Ä")) {
            assertThat(TableId.of(schema, most + "a"))
                    .hasSizeLessThanOrEqualTo(128)
                    .isNotEqualTo(TableId.of(schema, most + "b"));
        }
    }

    /** These must never change: they name folders in lakes. */
    @ParameterizedTest
    @CsvSource({
        "public, orders, orders",
        "sales, orders, sales__orders",
        "public, order_items, order_items",
        "public, Orders, orders_80b66468",
        "public, заказ, t_02470770",
        "Other one, orders, other_one__orders_c05f86ff",
    })
    void ids_are_the_same_every_time(String schema, String name, String id) {
        assertThat(TableId.of(schema, name)).isEqualTo(id);
    }
}
