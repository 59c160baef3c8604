/** Reads a chunk: COPY in binary form, decoded column by column into batches. */
@NullMarked
package dev.caravan.read;

import org.jspecify.annotations.NullMarked;
