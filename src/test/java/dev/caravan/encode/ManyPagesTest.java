package dev.caravan.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.DuckDb;
import dev.caravan.batch.Field;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import dev.caravan.error.ExportException;
import dev.caravan.write.Compression;
import dev.caravan.write.TableWriter;
import dev.caravan.write.WriteOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Columns of many pages and row groups, which change their ways in between. */
class ManyPagesTest {
    private static final long SEED = 19;
    private static final int ROWS = 130_001;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(ColumnCase.class)
    void every_value_of_a_column_is_where_it_was(ColumnCase column) throws IOException {
        List<@Nullable String> expected = new ArrayList<>();
        Path file = write(column, expected, 400_000);

        try (DuckDb duck = DuckDb.open()) {
            List<@Nullable String> read = new ArrayList<>();
            duck.text("SELECT v FROM " + DuckDb.parquet(file)).forEach(row -> read.add(row.get(0)));
            assertThat(read).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(ColumnCase.class)
    void a_page_begins_with_a_row_and_ends_at_20_000_of_them(ColumnCase column) throws IOException {
        Path file = write(column, new ArrayList<>(), Long.MAX_VALUE);

        try (ParquetFileReader reader = open(file)) {
            ColumnChunkMetaData chunk =
                    reader.getFooter().getBlocks().get(0).getColumns().get(0);
            OffsetIndex pages = reader.readOffsetIndex(chunk);
            assertThat(pages.getPageCount()).isGreaterThanOrEqualTo(ROWS / 20_000 + 1);
            for (int page = 0; page < pages.getPageCount(); page++) {
                assertThat(pages.getLastRowIndex(page, ROWS) - pages.getFirstRowIndex(page) + 1)
                        .isBetween(1L, 20_000L);
            }
            ColumnIndex index = reader.readColumnIndex(chunk);
            if (column == ColumnCase.DOUBLES) {
                assertThat(index)
                        .as("a NaN in a page leaves no page index to write")
                        .isNull();
            } else {
                assertThat(index.getNullCounts()).hasSize(pages.getPageCount());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ColumnCase.class,
            names = {"NARROW_LONGS", "UNIQUE_LONGS", "DOUBLES", "FEW_TEXTS", "LONG_TEXTS", "WIDE_DECIMALS"})
    void readers_that_skip_by_statistics_find_the_smallest_and_the_largest(ColumnCase column) throws IOException {
        Path file = write(column, new ArrayList<>(), 400_000);

        try (DuckDb duck = DuckDb.open()) {
            String all = DuckDb.parquet(file);
            // Through a table no statistics of the file are left to be wrong.
            duck.execute("CREATE TABLE copy AS FROM " + all);
            for (String end : List.of("min", "max")) {
                String found = "(SELECT " + end + "(v) FROM copy WHERE NOT coalesce(v::VARCHAR = 'nan', true))";
                assertThat(duck.value("SELECT count(*) FROM " + all + " WHERE v = " + found))
                        .isEqualTo(duck.value("SELECT count(*) FROM copy WHERE v = " + found))
                        .isNotEqualTo(0L);
            }
        }
    }

    @Test
    void a_column_that_repeats_has_a_dictionary_and_one_that_does_not_is_plain() throws IOException {
        assertThat(encodings(ColumnCase.FEW_TEXTS)).contains("RLE_DICTIONARY");
        assertThat(encodings(ColumnCase.NARROW_LONGS)).contains("RLE_DICTIONARY");
        assertThat(encodings(ColumnCase.UNIQUE_LONGS)).doesNotContain("RLE_DICTIONARY");
        assertThat(encodings(ColumnCase.LONG_TEXTS)).doesNotContain("RLE_DICTIONARY");
        assertThat(encodings(ColumnCase.CLUSTERED_LONGS)).contains("RLE_DICTIONARY", "PLAIN");
    }

    @ParameterizedTest
    @EnumSource(
            value = ColumnCase.class,
            names = {"UNIQUE_LONGS", "CLUSTERED_LONGS", "LONG_TEXTS", "INTS_WITH_NULLS_HERE_AND_THERE"})
    void a_bloom_filter_holds_every_value_and_hardly_any_other(ColumnCase column) throws IOException {
        List<@Nullable String> expected = new ArrayList<>();
        Path file = write(
                column,
                expected,
                new WriteOptions(Compression.ZSTD, 400_000, Long.MAX_VALUE).withBloomFilters(Set.of("v")));

        try (ParquetFileReader reader = open(file)) {
            long from = 0;
            long wrong = 0;
            for (BlockMetaData block : reader.getFooter().getBlocks()) {
                BloomFilter filter = reader.readBloomFilter(block.getColumns().get(0));
                for (int row = 0; row < block.getRowCount(); row++) {
                    String value = expected.get((int) from + row);
                    assertThat(value == null || filter.findHash(hash(column, value, filter)))
                            .as(value)
                            .isTrue();
                    wrong += filter.findHash(filter.hash(-1_000_000L - row)) ? 1 : 0;
                }
                from += block.getRowCount();
            }
            assertThat(wrong).isLessThan(ROWS / 20);
        }
    }

    private static long hash(ColumnCase column, String value, BloomFilter filter) {
        return column.target() == Target.STRING
                ? filter.hash(Binary.fromString(value))
                : column.target() == Target.INT32
                        ? filter.hash(Integer.parseInt(value))
                        : filter.hash(Long.parseLong(value));
    }

    @Test
    void a_bloom_filter_for_a_column_that_is_not_there_is_refused() {
        assertThatThrownBy(() -> write(
                        ColumnCase.FEW_TEXTS,
                        new ArrayList<>(),
                        new WriteOptions(Compression.ZSTD, 400_000, 400_000).withBloomFilters(Set.of("w"))))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("bloomFilters names w")
                .hasMessageContaining("Its columns are v");
    }

    private Set<String> encodings(ColumnCase column) throws IOException {
        Path file = write(column, new ArrayList<>(), Long.MAX_VALUE);
        try (ParquetFileReader reader = open(file)) {
            Set<String> encodings = new HashSet<>();
            for (BlockMetaData block : reader.getFooter().getBlocks()) {
                block.getColumns()
                        .forEach(chunk -> chunk.getEncodings().forEach(encoding -> encodings.add(encoding.name())));
            }
            return encodings;
        }
    }

    private static ParquetFileReader open(Path file) throws IOException {
        return ParquetFileReader.open(
                new LocalInputFile(file),
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build());
    }

    private Path write(ColumnCase column, List<@Nullable String> expected, long rowGroupBytes) {
        return write(column, expected, new WriteOptions(Compression.ZSTD, rowGroupBytes, Long.MAX_VALUE));
    }

    private Path write(ColumnCase column, List<@Nullable String> expected, WriteOptions options) {
        Random random = new Random(SEED);
        Target target = column.target();
        List<Field> fields = List.of(new Field("v", target));
        int written = 0;
        try (TableWriter writer = new TableWriter(folder, "t-", options)) {
            while (true) {
                int rows = Math.min(ROWS - written, 1 + random.nextInt(9_000));
                Vector vector = target.vector(new byte[0]);
                for (int i = 0; i < rows; i++) {
                    expected.add(column.add(written + i, random, vector));
                }
                written += rows;
                var file = writer.write(new RowBatch(fields, List.of(vector), rows, 8L * rows), written == ROWS);
                if (file.isPresent()) {
                    return file.get().path();
                }
            }
        }
    }
}
