/** The demo: starts the servers, fills the sample database, exports it, checks the lake and asks it. */
@NullMarked
package dev.caravan.local.demo;

import org.jspecify.annotations.NullMarked;
