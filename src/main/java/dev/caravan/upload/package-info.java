/** The way of files, and of parts of files that are still written, to the lake. */
@NullMarked
package dev.caravan.upload;

import org.jspecify.annotations.NullMarked;
