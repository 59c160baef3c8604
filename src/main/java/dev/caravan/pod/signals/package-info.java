/** What a pod reports about its tables: metrics, and failures for Sentry. */
@NullMarked
package dev.caravan.pod.signals;

import org.jspecify.annotations.NullMarked;
