/** The log: its two forms, and which table and run a line belongs to. */
@NullMarked
package dev.caravan.log;

import org.jspecify.annotations.NullMarked;
