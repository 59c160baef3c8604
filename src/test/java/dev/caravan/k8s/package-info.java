/** Checks of the Kubernetes manifests under {@code k8s/}. */
@NullMarked
package dev.caravan.k8s;

import org.jspecify.annotations.NullMarked;
