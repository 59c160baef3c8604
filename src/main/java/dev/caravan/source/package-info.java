/** Connections to PostgreSQL whose waits have limits. */
@NullMarked
package dev.caravan.source;

import org.jspecify.annotations.NullMarked;
