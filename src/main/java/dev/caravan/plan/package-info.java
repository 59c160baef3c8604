/** What to export: the relation as the catalog of the server has it, its columns, and the chunks to read. */
@NullMarked
package dev.caravan.plan;

import org.jspecify.annotations.NullMarked;
