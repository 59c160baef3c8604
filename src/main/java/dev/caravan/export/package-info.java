/** Runs a table now, outside its schedule. */
@NullMarked
package dev.caravan.export;

import org.jspecify.annotations.NullMarked;
