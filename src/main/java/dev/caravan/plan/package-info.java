/** What to export: the table as the catalog has it, one snapshot, and the chunks to read. */
@NullMarked
package dev.caravan.plan;

import org.jspecify.annotations.NullMarked;
