/** The Camel component lake-publish. */
@NullMarked
package dev.caravan.component.lakepublish;

import org.jspecify.annotations.NullMarked;
