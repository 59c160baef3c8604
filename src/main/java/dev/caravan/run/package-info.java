/** A run in progress, of chunks or of lists: its source, its files, its counts. */
@NullMarked
package dev.caravan.run;

import org.jspecify.annotations.NullMarked;
