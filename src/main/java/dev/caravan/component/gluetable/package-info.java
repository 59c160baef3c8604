/** The component {@code glue-table}: has a table of the AWS Glue catalog say what was published. */
@NullMarked
package dev.caravan.component.gluetable;

import org.jspecify.annotations.NullMarked;
