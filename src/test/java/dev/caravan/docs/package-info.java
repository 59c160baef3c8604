/** The pages of docs that are generated from the declarations of the code, and the checks of all pages. */
@NullMarked
package dev.caravan.docs;

import org.jspecify.annotations.NullMarked;
