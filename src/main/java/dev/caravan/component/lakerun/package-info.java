/** The Camel component lake-run. */
@NullMarked
package dev.caravan.component.lakerun;

import org.jspecify.annotations.NullMarked;
