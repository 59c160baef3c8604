/** The component {@code lake-dead-letter}: records in the bucket why a run failed permanently. */
@NullMarked
package dev.caravan.component.deadletter;

import org.jspecify.annotations.NullMarked;
