@NullMarked
package dev.caravan.table;

import org.jspecify.annotations.NullMarked;
