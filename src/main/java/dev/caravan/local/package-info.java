/** The embedded stack for demo, development and tests; not in the production jar. */
@NullMarked
package dev.caravan.local;

import org.jspecify.annotations.NullMarked;
