/** Our Camel components, one package a scheme, and what they share about AWS. */
@NullMarked
package dev.caravan.component;

import org.jspecify.annotations.NullMarked;
