/** The route folder: reads table files and routes, checks them, expands templates, and installs them into the Camel context. */
@NullMarked
package dev.caravan.routes;

import org.jspecify.annotations.NullMarked;
