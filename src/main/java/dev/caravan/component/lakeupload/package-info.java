/** The Camel component lake-upload. */
@NullMarked
package dev.caravan.component.lakeupload;

import org.jspecify.annotations.NullMarked;
