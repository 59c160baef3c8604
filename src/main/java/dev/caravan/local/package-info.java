/** The embedded servers together, and the command that keeps them; none of it is in the production jar. */
@NullMarked
package dev.caravan.local;

import org.jspecify.annotations.NullMarked;
