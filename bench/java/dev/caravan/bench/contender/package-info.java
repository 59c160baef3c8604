/** The ways to bring a table out of PostgreSQL that are measured against each other. */
@NullMarked
package dev.caravan.bench.contender;

import org.jspecify.annotations.NullMarked;
