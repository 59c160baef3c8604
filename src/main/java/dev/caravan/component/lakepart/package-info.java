/** The Camel component lake-part. */
@NullMarked
package dev.caravan.component.lakepart;

import org.jspecify.annotations.NullMarked;
