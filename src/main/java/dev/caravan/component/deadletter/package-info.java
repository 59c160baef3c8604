/** The Camel component lake-dead-letter. */
@NullMarked
package dev.caravan.component.deadletter;

import org.jspecify.annotations.NullMarked;
