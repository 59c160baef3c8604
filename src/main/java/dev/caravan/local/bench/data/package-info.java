/** The tables that are measured, and how they come into PostgreSQL. */
@NullMarked
package dev.caravan.local.bench.data;

import org.jspecify.annotations.NullMarked;
