/** The component {@code lake-part}: uploads a part of a large file. */
@NullMarked
package dev.caravan.component.lakepart;

import org.jspecify.annotations.NullMarked;
