/** The component {@code pg-copy}: reads one chunk by binary COPY. */
@NullMarked
package dev.caravan.component.pgcopy;

import org.jspecify.annotations.NullMarked;
