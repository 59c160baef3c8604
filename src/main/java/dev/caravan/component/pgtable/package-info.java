/** The Camel component pg-table. */
@NullMarked
package dev.caravan.component.pgtable;

import org.jspecify.annotations.NullMarked;
