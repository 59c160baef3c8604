/** Tells what was measured: on the console, as JSON, as a page and as a picture. */
@NullMarked
package dev.caravan.bench.report;

import org.jspecify.annotations.NullMarked;
