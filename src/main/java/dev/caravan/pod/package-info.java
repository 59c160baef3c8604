/** The running process around the routes: its settings, the databases and AWS clients they use, and its Camel context. */
@NullMarked
package dev.caravan.pod;

import org.jspecify.annotations.NullMarked;
