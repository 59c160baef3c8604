/** The component {@code lake-run}: begins a run whose rows other steps read. */
@NullMarked
package dev.caravan.component.lakerun;

import org.jspecify.annotations.NullMarked;
