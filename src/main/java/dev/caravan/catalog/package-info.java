/** The Glue catalog after a publication: crawls, their turns and limits, and what they changed. */
@NullMarked
package dev.caravan.catalog;

import org.jspecify.annotations.NullMarked;
