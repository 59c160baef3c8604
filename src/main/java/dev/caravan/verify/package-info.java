/** Proves published runs again, from what lies in S3 alone. */
@NullMarked
package dev.caravan.verify;

import org.jspecify.annotations.NullMarked;
