/** The adapters of the AWS SDK: the lake in a bucket of S3, the Glue catalog, and what their failures mean. */
@NullMarked
package dev.caravan.aws;

import org.jspecify.annotations.NullMarked;
