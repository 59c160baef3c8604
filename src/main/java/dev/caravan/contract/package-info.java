/** The shape that a table is held to: a contract, or what the run before found. */
@NullMarked
package dev.caravan.contract;

import org.jspecify.annotations.NullMarked;
