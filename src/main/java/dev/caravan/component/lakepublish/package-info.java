/** The component {@code lake-publish}: makes the uploaded files of a run the table. */
@NullMarked
package dev.caravan.component.lakepublish;

import org.jspecify.annotations.NullMarked;
