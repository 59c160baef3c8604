/** Writes table files from a live database and a sample of its rows. */
@NullMarked
package dev.caravan.scaffold;

import org.jspecify.annotations.NullMarked;
