/** Sums of hashes of values, as PostgreSQL computes them of a table and as they are computed of a file that is read again. */
@NullMarked
package dev.caravan.proof;

import org.jspecify.annotations.NullMarked;
