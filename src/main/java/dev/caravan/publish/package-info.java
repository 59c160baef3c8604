/** How the files of a run become the table that readers see. */
@NullMarked
package dev.caravan.publish;

import org.jspecify.annotations.NullMarked;
