/** The component {@code pg-table}: begins a run of a PostgreSQL table with a snapshot and a plan. */
@NullMarked
package dev.caravan.component.pgtable;

import org.jspecify.annotations.NullMarked;
