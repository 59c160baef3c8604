/** What a table file can say: the one declaration of its parameters. */
@NullMarked
package dev.caravan.table;

import org.jspecify.annotations.NullMarked;
