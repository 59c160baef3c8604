/** Connections to PostgreSQL: the snapshot of a run, the connections that share it, limits of their waits, and what failures mean. */
@NullMarked
package dev.caravan.source;

import org.jspecify.annotations.NullMarked;
