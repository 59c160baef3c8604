/** Whose turn it is: due fires, the threads that run them, and what runs wait for. */
@NullMarked
package dev.caravan.schedule;

import org.jspecify.annotations.NullMarked;
