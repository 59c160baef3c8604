/** A stand-in for AWS Glue: its JSON protocol over HTTP, a catalog in memory, and crawlers that really read the bucket. */
@NullMarked
package dev.caravan.local.glue;

import org.jspecify.annotations.NullMarked;
