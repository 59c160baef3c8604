/** Tests of the page encoders; the judges are DuckDB and parquet-java's decoders. */
@NullMarked
package dev.caravan.encode;

import org.jspecify.annotations.NullMarked;
