/** The lake: every key in the bucket, and the documents that are kept there. */
@NullMarked
package dev.caravan.lake;

import org.jspecify.annotations.NullMarked;
