/** The management port: what it serves, to whom, and its limits. */
@NullMarked
package dev.caravan.pod.management;

import org.jspecify.annotations.NullMarked;
