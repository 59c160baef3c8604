/** Writes table files from a live database: what its tables are, and what a sample of their rows says of the choices there are. */
@NullMarked
package dev.caravan.scaffold;

import org.jspecify.annotations.NullMarked;
