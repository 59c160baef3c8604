/** The columns that a table has to have, by a contract or by its last run, and how a table may differ from them. */
@NullMarked
package dev.caravan.contract;

import org.jspecify.annotations.NullMarked;
