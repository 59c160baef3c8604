/** The component {@code parquet-file}: writes batches into Parquet files on the local disk. */
@NullMarked
package dev.caravan.component.parquetfile;

import org.jspecify.annotations.NullMarked;
