/** Encodes vectors into the pages of a Parquet file: levels, dictionaries, plain values, and the statistics of each page. */
@NullMarked
package dev.caravan.encode;

import org.jspecify.annotations.NullMarked;
