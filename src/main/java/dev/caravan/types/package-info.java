/** PostgreSQL's types: what each becomes, and how it is read from the binary form of COPY. */
@NullMarked
package dev.caravan.types;

import org.jspecify.annotations.NullMarked;
