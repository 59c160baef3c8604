/** What nothing refers to any more: objects of runs that were killed, history that is kept long enough. */
@NullMarked
package dev.caravan.cleanup;

import org.jspecify.annotations.NullMarked;
