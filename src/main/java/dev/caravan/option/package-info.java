/** What values a parameter of a table file, an option of a component or a setting can have, and how a wrong one is reported. */
@NullMarked
package dev.caravan.option;

import org.jspecify.annotations.NullMarked;
