/** Our Camel components, one package for each scheme, and what they share. */
@NullMarked
package dev.caravan.component;

import org.jspecify.annotations.NullMarked;
