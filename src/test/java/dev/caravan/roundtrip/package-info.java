/** Values on their way from PostgreSQL through Caravan into Parquet, judged by readers that Caravan did not write. */
@NullMarked
package dev.caravan.roundtrip;

import org.jspecify.annotations.NullMarked;
