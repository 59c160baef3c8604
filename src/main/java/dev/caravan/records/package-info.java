/** Rows that other steps read, as maps or Avro records, become batches: their shape and the way of each value into its column. */
@NullMarked
package dev.caravan.records;

import org.jspecify.annotations.NullMarked;
