/** A run while it lives: its snapshot, its open files, its counts. */
@NullMarked
package dev.caravan.run;

import org.jspecify.annotations.NullMarked;
