/** The management port: what it answers, to whom, and how much of it. */
@NullMarked
package dev.caravan.pod.management;

import org.jspecify.annotations.NullMarked;
