/** The route console: hawtio in the browser, connected to the pod of this process. */
@NullMarked
package dev.caravan.local.console;

import org.jspecify.annotations.NullMarked;
