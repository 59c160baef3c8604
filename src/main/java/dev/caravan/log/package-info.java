/** The log: its formats, and the table and run that a line belongs to. */
@NullMarked
package dev.caravan.log;

import org.jspecify.annotations.NullMarked;
