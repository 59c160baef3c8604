/** The benchmark: every contender in turn brings the same tables out of the same PostgreSQL, and its result is held against them. */
@NullMarked
package dev.caravan.bench;

import org.jspecify.annotations.NullMarked;
