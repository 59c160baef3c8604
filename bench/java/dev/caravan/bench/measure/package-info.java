/** What a run costs: time, CPU and memory of its processes, and CPU of the server. */
@NullMarked
package dev.caravan.bench.measure;

import org.jspecify.annotations.NullMarked;
