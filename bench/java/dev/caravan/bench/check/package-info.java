/** Holds what a contender wrote against the table that it read. */
@NullMarked
package dev.caravan.bench.check;

import org.jspecify.annotations.NullMarked;
