/** PostgreSQL tables to Parquet files on S3 and the AWS Glue catalog, as Apache Camel routes. */
@NullMarked
package dev.caravan;

import org.jspecify.annotations.NullMarked;
