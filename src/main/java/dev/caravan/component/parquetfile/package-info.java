/** The Camel component parquet-file. */
@NullMarked
package dev.caravan.component.parquetfile;

import org.jspecify.annotations.NullMarked;
