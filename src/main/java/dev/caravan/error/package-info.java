/** What can go wrong, who can fix it, and how. */
@NullMarked
package dev.caravan.error;

import org.jspecify.annotations.NullMarked;
