package dev.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans as EXPLAIN of servers with and without extensions prints them. */
class QueryPlanTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Custom Scan (ChunkAppend) on metrics  (cost=0.05..35.00 rows=1000 width=20)",
                """
                Append  (cost=0.05..35.00 rows=1000 width=20)
                  ->  Custom Scan (DecompressChunk) on _hyper_1_1_chunk  (cost=0.05..35.00 rows=1000 width=20)
                        ->  Seq Scan on compress_hyper_2_2_chunk  (cost=0.00..1.01 rows=1 width=20)""",
                "Gather  (cost=1000.00..5000.00 rows=9 width=4)\n  Workers Planned: 2\n"
                        + "  ->  Parallel Custom Scan (ColumnarScan) on events  (cost=0.00..5.00 rows=9 width=4)",
                "Custom Scan (Citus Adaptive)  (cost=0.00..0.00 rows=100000 width=36)",
            })
    void a_scan_of_an_extension_is_seen(String text) {
        assertThat(new QueryPlan(text).hasCustomScan()).isTrue();
    }

    @Test
    void a_scan_of_the_server_is_none_whatever_its_condition_says() {
        QueryPlan plan = new QueryPlan("Seq Scan on t  (cost=0.00..35.50 rows=2550 width=4)\n"
                + "  Filter: (words = 'Custom Scan (x)'::text)");
        assertThat(plan.hasCustomScan()).isFalse();
        assertThat(plan.rows()).isEqualTo(2550);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Index Scan using by_words on t  (cost=0.28..8.29 rows=1 width=4)",
                "Index Only Scan Backward using by_words on t  (cost=0.28..8.29 rows=1 width=4)",
                "Bitmap Heap Scan on t  (cost=4.30..15.02 rows=9 width=4)\n"
                        + "  ->  Bitmap Index Scan on by_words  (cost=0.00..4.30 rows=9 width=0)",
            })
    void the_index_that_finds_rows_is_known(String text) {
        assertThat(new QueryPlan(text).usesIndex("by_words")).isTrue();
        assertThat(new QueryPlan(text).usesIndex("by_word")).isFalse();
        assertThat(new QueryPlan(text).usesIndex("words")).isFalse();
    }
}
