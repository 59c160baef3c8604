/** What became of the runs of a table: its manifests and dead letters, the latest first. */
@NullMarked
package dev.caravan.history;

import org.jspecify.annotations.NullMarked;
