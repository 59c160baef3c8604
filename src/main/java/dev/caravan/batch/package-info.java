/** What flows through the routes: batches of rows, column by column, and the shape of a column in Parquet and Glue. */
@NullMarked
package dev.caravan.batch;

import org.jspecify.annotations.NullMarked;
