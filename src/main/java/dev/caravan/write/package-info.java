/** Writes batches into finished Parquet files on the local disk. */
@NullMarked
package dev.caravan.write;

import org.jspecify.annotations.NullMarked;
