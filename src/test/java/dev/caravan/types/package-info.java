/** Every type on its way from PostgreSQL to Parquet, judged by DuckDB against what PostgreSQL itself prints. */
@NullMarked
package dev.caravan.types;

import org.jspecify.annotations.NullMarked;
