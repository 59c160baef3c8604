/** How finished files, and parts of growing ones, get to the lake. */
@NullMarked
package dev.caravan.upload;

import org.jspecify.annotations.NullMarked;
