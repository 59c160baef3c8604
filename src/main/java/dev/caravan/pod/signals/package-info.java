/** What a pod tells of its tables: metrics, and the failures that go to Sentry. */
@NullMarked
package dev.caravan.pod.signals;

import org.jspecify.annotations.NullMarked;
