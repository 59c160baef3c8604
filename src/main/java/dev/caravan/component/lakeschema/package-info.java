/** The Camel component lake-schema. */
@NullMarked
package dev.caravan.component.lakeschema;

import org.jspecify.annotations.NullMarked;
