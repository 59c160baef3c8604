/** The embedded S3: a server over a plain folder, as strict as S3 where its store is not. */
@NullMarked
package dev.caravan.local.s3;

import org.jspecify.annotations.NullMarked;
