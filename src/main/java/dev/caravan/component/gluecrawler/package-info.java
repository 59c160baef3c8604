/** The component {@code glue-crawler}: runs a crawler of AWS Glue over what was published. */
@NullMarked
package dev.caravan.component.gluecrawler;

import org.jspecify.annotations.NullMarked;
