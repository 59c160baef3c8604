/** The values that parameters, options and settings can have, and the sentence about one that is not legal. */
@NullMarked
package dev.caravan.option;

import org.jspecify.annotations.NullMarked;
