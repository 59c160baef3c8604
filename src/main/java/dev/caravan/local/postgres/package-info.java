/** The embedded PostgreSQL: its programs, the user that they run as, and the server. */
@NullMarked
package dev.caravan.local.postgres;

import org.jspecify.annotations.NullMarked;
