/** Limits of the waits on other systems: who is told of a wait without progress, and what ends it. */
@NullMarked
package dev.caravan.limit;

import org.jspecify.annotations.NullMarked;
