/** What every test shares: the servers, the independent reader and the proxy that breaks things. */
@NullMarked
package dev.caravan;

import org.jspecify.annotations.NullMarked;
