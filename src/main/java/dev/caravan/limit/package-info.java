/** Limits of the waits on other systems: when a wait without progress is logged, and what ends it. */
@NullMarked
package dev.caravan.limit;

import org.jspecify.annotations.NullMarked;
