/** What the embedded servers need from this machine: ports, folders and programs. */
@NullMarked
package dev.caravan.local.machine;

import org.jspecify.annotations.NullMarked;
