/** Keeping the catalog true: crawls of what was published, in plain Java. */
@NullMarked
package dev.caravan.catalog;

import org.jspecify.annotations.NullMarked;
