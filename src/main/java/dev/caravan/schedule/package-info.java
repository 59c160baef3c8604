/** Due fires, the queue in which they wait, and the threads that run them. */
@NullMarked
package dev.caravan.schedule;

import org.jspecify.annotations.NullMarked;
