/** The Camel component pg-copy. */
@NullMarked
package dev.caravan.component.pgcopy;

import org.jspecify.annotations.NullMarked;
