/** The component {@code lake-schema}: finds the columns that a table has to have. */
@NullMarked
package dev.caravan.component.lakeschema;

import org.jspecify.annotations.NullMarked;
