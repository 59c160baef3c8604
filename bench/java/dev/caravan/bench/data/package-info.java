/** The tables that are measured, and how they come into PostgreSQL. */
@NullMarked
package dev.caravan.bench.data;

import org.jspecify.annotations.NullMarked;
