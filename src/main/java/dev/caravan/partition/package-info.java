/** Partitions: the folders that a table's rows are divided into, their values, and their names. */
@NullMarked
package dev.caravan.partition;

import org.jspecify.annotations.NullMarked;
