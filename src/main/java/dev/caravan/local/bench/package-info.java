/** The benchmark: every contender in turn brings the same tables out of the same PostgreSQL, and its result is held against them. */
@NullMarked
package dev.caravan.local.bench;

import org.jspecify.annotations.NullMarked;
