/** Codes and kinds of failures, and the hint that says what to do. */
@NullMarked
package dev.caravan.error;

import org.jspecify.annotations.NullMarked;
