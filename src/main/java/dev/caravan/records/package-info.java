/** Rows that other steps read, as maps or Avro records, become batches. */
@NullMarked
package dev.caravan.records;

import org.jspecify.annotations.NullMarked;
