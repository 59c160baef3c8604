/** Tests of what partition a value is in, against PostgreSQL itself. */
@NullMarked
package dev.caravan.partition;

import org.jspecify.annotations.NullMarked;
