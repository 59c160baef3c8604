/** Tests of what files promise, and of the memory that writing them takes. */
@NullMarked
package dev.caravan.write;

import org.jspecify.annotations.NullMarked;
