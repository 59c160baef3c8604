/** Tests of the way of files to the lake. */
@NullMarked
package dev.caravan.upload;

import org.jspecify.annotations.NullMarked;
