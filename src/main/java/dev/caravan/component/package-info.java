/** What the Camel components share: options of the lake, the run of an exchange, its account and its threads. */
@NullMarked
package dev.caravan.component;

import org.jspecify.annotations.NullMarked;
