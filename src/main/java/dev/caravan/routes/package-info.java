/**
 * The folder of route files: reading and checking them, and keeping a running Camel context true to it.
 *
 * <p>Camel's own watcher cannot be used: it loses templated routes, ignores deletions, and one route that cannot be
 * created makes every later reload fail.
 */
@NullMarked
package dev.caravan.routes;

import org.jspecify.annotations.NullMarked;
