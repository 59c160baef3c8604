/** What the embedded servers take of this machine: ports, folders and programs. */
@NullMarked
package dev.caravan.local.machine;

import org.jspecify.annotations.NullMarked;
