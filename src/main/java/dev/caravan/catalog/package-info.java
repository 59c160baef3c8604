/** The Glue catalog: tables and their locations, crawls, their turns and limits. */
@NullMarked
package dev.caravan.catalog;

import org.jspecify.annotations.NullMarked;
