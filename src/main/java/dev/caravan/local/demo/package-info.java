/** The demo over servers that are up already: fills the sample database, exports it, checks the lake and asks it. */
@NullMarked
package dev.caravan.local.demo;

import org.jspecify.annotations.NullMarked;
