/** Reads a chunk: binary COPY, decoded column by column into batches. */
@NullMarked
package dev.caravan.read;

import org.jspecify.annotations.NullMarked;
