package dev.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChunkSizesTest {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    @Test
    void a_table_has_as_many_chunks_as_readers_and_fewer_where_it_is_small() {
        ChunkSizes sizes = new ChunkSizes(8, 128 * MIB, 8 * GIB, Long.MAX_VALUE);

        assertThat(sizes.count(0)).isEqualTo(1);
        assertThat(sizes.count(255 * MIB)).isEqualTo(1);
        assertThat(sizes.count(256 * MIB)).isEqualTo(2);
        assertThat(sizes.count(GIB)).isEqualTo(8);
        assertThat(sizes.count(64 * GIB)).isEqualTo(8);
    }

    @Test
    void a_huge_table_has_a_multiple_so_that_none_is_dear_to_read_again() {
        ChunkSizes sizes = new ChunkSizes(4, 128 * MIB, 8 * GIB, Long.MAX_VALUE);

        assertThat(sizes.count(1024 * GIB)).isEqualTo(128);
        assertThat(ChunkSizes.of(1).count(20 * GIB)).isEqualTo(3);
        assertThat(ChunkSizes.of(1).count(8 * GIB)).isEqualTo(1);
    }

    @Test
    void a_table_of_very_many_columns_has_no_more_readers_than_memory_has_room_for_its_columns() {
        ChunkSizes sizes = ChunkSizes.of(4).within(18 * MIB);

        assertThat(sizes.forColumns(16)).isEqualTo(sizes);
        assertThat(sizes.forColumns(300).readers()).isEqualTo(4);
        assertThat(sizes.forColumns(1_000).readers()).isEqualTo(2);
        assertThat(sizes.forColumns(1_600).readers()).isEqualTo(1);
        assertThat(sizes.forColumns(1_600).count(512 * MIB)).isEqualTo(1);
        assertThat(sizes.within(1).forColumns(16).readers()).isEqualTo(1);
        assertThat(ChunkSizes.of(4).forColumns(1_600).readers()).isEqualTo(4);
    }

    @Test
    void a_number_of_readers_is_taken_at_its_word_sooner_than_the_number_of_cores() {
        assertThat(ChunkSizes.of(4).count(40 * MIB)).isEqualTo(4);
        assertThat(ChunkSizes.of(4).count(15 * MIB)).isEqualTo(1);
        assertThat(ChunkSizes.of(0).count(200 * MIB)).isEqualTo(1);
        assertThat(ChunkSizes.of(0).readers()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(ChunkSizes.ONE_CHUNK.count(Long.MAX_VALUE)).isEqualTo(1);
    }
}
