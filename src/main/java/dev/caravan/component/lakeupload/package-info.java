/** The component {@code lake-upload}: sends files, and parts of large ones, to the routes that upload them. */
@NullMarked
package dev.caravan.component.lakeupload;

import org.jspecify.annotations.NullMarked;
