/** Runs what lies in the folder examples. */
@NullMarked
package dev.caravan.examples;

import org.jspecify.annotations.NullMarked;
